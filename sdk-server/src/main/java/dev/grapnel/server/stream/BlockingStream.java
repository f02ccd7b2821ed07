package dev.grapnel.server.stream;

import dev.grapnel.core.error.RpcException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Objects;

/**
 * Streaming methods in straight lines: a body that waits for the client instead of being called
 * back, with bounded memory however slowly the client reads.
 *
 * <pre>{@code
 * @Override public void watchPrices(Market market, StreamObserver<Price> responses) {
 *   BlockingStream.respond(responses, writer -> {
 *     while (!writer.isDraining()) {
 *       writer.write(next(market));        // waits until the client reads
 *     }
 *   });
 * }
 *
 * @Override public StreamObserver<Item> upload(StreamObserver<Summary> responses) {
 *   return BlockingStream.collect(responses, reader -> {
 *     int count = 0;
 *     for (Item item : reader) {           // waits until the client sends
 *       count += store(item);
 *     }
 *     return summary(count);
 *   });
 * }
 *
 * @Override public StreamObserver<Item> chat(StreamObserver<Item> responses) {
 *   return BlockingStream.converse(responses, (reader, writer) -> {
 *     for (Item item : reader) {
 *       writer.write(answer(item));
 *     }
 *   });
 * }
 * }</pre>
 *
 * <p>Each method is called once, while the handler method runs, and returns at once; it takes over
 * the observer: the handlers for ready, cancel and close are its own, while compression, set
 * before, stays. The body runs on a thread of its own, never a worker, in the gRPC context and MDC
 * of the handler: {@code CallContext.current()} works. When it returns, the call completes; what it
 * throws ends the call as if the handler had thrown it.
 *
 * <p>When the call is over before the body is (the client cancelled, its deadline passed, the
 * connection is lost, the server stops), the body's thread is interrupted, reading and writing
 * throw {@link java.util.concurrent.CancellationException}, and what the body throws from then on
 * is of no interest. A body that has not begun by then never does. A thread is interrupted only
 * while its body runs.
 *
 * <p>Memory: no message is written before less than 32 KiB (grpc-java's threshold) wait for the
 * client, so there are at most that and one message; of requests at most 4 are held.
 *
 * <p>Threads: at most {@link StreamThreads#MOST} bodies run in one server at the same time, and a
 * call beyond them ends with RESOURCE_EXHAUSTED at once; a server on {@code
 * CallExecutor.virtualThreads()} runs them on virtual threads, without that limit. That a client is
 * ready, has sent something or is gone is heard on the method's executor: when all workers are
 * busy, streams wait as well. Such methods are at home on {@code CallExecutor.eventLoop()}, as
 * their handler never blocks. In a server that is not a Grapnel one all bodies of the process share
 * a pool of daemon threads with the same limit.
 */
public final class BlockingStream {

  /**
   * Responds to one request with many messages.
   *
   * @param <RespT> the type of responses
   */
  @FunctionalInterface
  public interface Responder<RespT> {

    /**
     * Writes the responses; the call completes when it returns.
     *
     * @param writer to the client
     * @throws Exception ends the call, mapped as if the handler had thrown it
     */
    void respond(ResponseWriter<RespT> writer) throws Exception;
  }

  /**
   * Responds to many requests with one message.
   *
   * @param <ReqT> the type of requests
   * @param <RespT> the type of the response
   */
  @FunctionalInterface
  public interface Collector<ReqT, RespT> {

    /**
     * Reads the requests; need not read all.
     *
     * @param reader from the client
     * @return the response, never null; sent, and the call completed, when it returns
     * @throws Exception ends the call, mapped as if the handler had thrown it
     */
    RespT collect(RequestReader<ReqT> reader) throws Exception;
  }

  /**
   * Reads and writes in any order.
   *
   * @param <ReqT> the type of requests
   * @param <RespT> the type of responses
   */
  @FunctionalInterface
  public interface Conversation<ReqT, RespT> {

    /**
     * Reads requests and writes responses; the call completes when it returns.
     *
     * @param reader from the client
     * @param writer to the client
     * @throws Exception ends the call, mapped as if the handler had thrown it
     */
    void converse(RequestReader<ReqT> reader, ResponseWriter<RespT> writer) throws Exception;
  }

  private BlockingStream() {}

  /**
   * Runs the body of a server streaming method.
   *
   * @param <RespT> the type of responses
   * @param responses what the handler method got from grpc-java
   * @param body writes the responses, on a thread of its own
   * @throws IllegalArgumentException if {@code responses} did not come from grpc-java
   */
  public static <RespT> void respond(StreamObserver<RespT> responses, Responder<RespT> body) {
    ServerCallStreamObserver<RespT> call = call(responses);
    StreamBody run = new StreamBody(call);
    BlockingWriter<RespT> writer = new BlockingWriter<>(call, run);
    start(call, run, () -> body.respond(writer));
  }

  /**
   * Runs the body of a client streaming method.
   *
   * @param <ReqT> the type of requests
   * @param <RespT> the type of the response
   * @param responses what the handler method got from grpc-java
   * @param body reads the requests and makes the response, on a thread of its own
   * @return what the handler method returns
   * @throws IllegalArgumentException if {@code responses} did not come from grpc-java
   */
  public static <ReqT, RespT> StreamObserver<ReqT> collect(
      StreamObserver<RespT> responses, Collector<ReqT, RespT> body) {
    ServerCallStreamObserver<RespT> call = call(responses);
    StreamBody run = new StreamBody(call);
    BlockingReader<ReqT> reader = new BlockingReader<>(call, run);
    start(
        call,
        run,
        () -> {
          RespT response = body.collect(reader);
          call.onNext(Objects.requireNonNull(response, "the body of collect returned null"));
        });
    return reader.observer();
  }

  /**
   * Runs the body of a bidi streaming method.
   *
   * @param <ReqT> the type of requests
   * @param <RespT> the type of responses
   * @param responses what the handler method got from grpc-java
   * @param body reads and writes, on a thread of its own
   * @return what the handler method returns
   * @throws IllegalArgumentException if {@code responses} did not come from grpc-java
   */
  public static <ReqT, RespT> StreamObserver<ReqT> converse(
      StreamObserver<RespT> responses, Conversation<ReqT, RespT> body) {
    ServerCallStreamObserver<RespT> call = call(responses);
    StreamBody run = new StreamBody(call);
    BlockingReader<ReqT> reader = new BlockingReader<>(call, run);
    BlockingWriter<RespT> writer = new BlockingWriter<>(call, run);
    start(call, run, () -> body.converse(reader, writer));
    return reader.observer();
  }

  private static void start(
      ServerCallStreamObserver<?> call, StreamBody run, StreamBody.Work work) {
    call.setOnReadyHandler(run::wake);
    call.setOnCancelHandler(run::cancel);
    call.setOnCloseHandler(run::cancel);
    try {
      StreamThreads.current().execute(() -> run.run(work));
    } catch (RpcException refused) {
      call.onError(refused);
    }
  }

  private static <RespT> ServerCallStreamObserver<RespT> call(StreamObserver<RespT> responses) {
    if (responses instanceof ServerCallStreamObserver<RespT> call) {
      return call;
    }
    throw new IllegalArgumentException(
        "responses is a "
            + responses.getClass().getName()
            + ": expected the observer that grpc-java hands to the handler method");
  }
}
