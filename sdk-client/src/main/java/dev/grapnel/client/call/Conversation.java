package dev.grapnel.client.call;

import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/**
 * A bidi or client streaming call in straight lines: sending waits until the transport takes more,
 * reading waits for responses, and leaving its block cancels the call unless it has ended.
 *
 * <pre>{@code
 * try (Conversation<Item, Summary> upload = Conversation.open(store::upload)) {
 *   for (Item item : items) {
 *     upload.send(item);
 *   }
 *   upload.halfClose();
 *   Summary summary = upload.next();
 * }
 * }</pre>
 *
 * <p>All that {@link ResponseStream} says of reading, memory, failures, interrupts and deadlines
 * holds here, for sending as well: no message is handed over before less than 32 KiB (grpc-java's
 * threshold) wait for the server, so there are at most that and one message.
 *
 * <p>Threads: one thread sends and one reads; it may be the same one, if the server does not wait
 * for more requests while its responses wait for the reader. Any thread closes.
 *
 * @param <ReqT> the type of requests
 * @param <RespT> the type of responses
 */
public final class Conversation<ReqT, RespT> extends ResponseStream<RespT> {

  private final StreamCall<ReqT, RespT> call;

  private Conversation(StreamCall<ReqT, RespT> call) {
    super(call);
    this.call = call;
  }

  /**
   * Starts a call. Does not wait: that it failed is told by the first send or read.
   *
   * @param <ReqT> the type of requests
   * @param <RespT> the type of responses
   * @param method a bidi or client streaming method of an asynchronous stub, for example {@code
   *     store::upload}
   * @return the conversation, to be closed
   * @throws IllegalArgumentException if the method does not hand its observer to a stub
   */
  public static <ReqT, RespT> Conversation<ReqT, RespT> open(
      Function<StreamObserver<RespT>, StreamObserver<ReqT>> method) {
    return new Conversation<>(
        StreamCall.<ReqT, RespT>open(
            call -> {
              // It is what the call was given before it started.
              StreamObserver<ReqT> unused = method.apply(call);
            }));
  }

  /**
   * Sends a message; waits while the connection is not there yet, or the server does not keep up.
   *
   * @param message what to send
   * @return whether it was handed over; false when the server has ended the call with OK and wants
   *     no more, so read on
   * @throws dev.grapnel.core.error.RpcException if the call failed, was closed, or the thread was
   *     interrupted while it waited
   * @throws IllegalStateException after {@link #halfClose}
   */
  public boolean send(ReqT message) {
    return call.send(message);
  }

  /** Tells the server that no more messages come. Harmless when called again or after the end. */
  public void halfClose() {
    call.halfClose();
  }
}
