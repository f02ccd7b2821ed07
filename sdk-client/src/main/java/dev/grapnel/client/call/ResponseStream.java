package dev.grapnel.client.call;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The responses of a server streaming call, read by a thread that waits for them; leaving its block
 * cancels the call.
 *
 * <pre>{@code
 * CryptoServiceStub crypto = client.stub(CryptoServiceGrpc::newStub);
 * try (ResponseStream<PriceUpdate> prices = ResponseStream.open(crypto::streamPrices, request)) {
 *   for (PriceUpdate price : prices) {
 *     if (show(price)) {
 *       break;
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>It stands on the asynchronous stub, so interceptors, credentials and options of the stub hold.
 * Close it: a stream that is neither closed nor read to its end keeps its call, and the server's
 * work, until the deadline, if there is one.
 *
 * <p>Memory: at most 5 messages are held for the reader. When it is slow, the transport's window
 * fills (it grows up to 8 MiB on long, fast ways), and the server finds its call not ready.
 *
 * <p>A failed call throws {@link dev.grapnel.core.error.RpcException} after the messages that came
 * before the failure, with the thread that reads on its stack and what grpc-java said as its cause.
 * When the reading thread is interrupted while it waits, the call is cancelled, {@code
 * RpcException} CANCELLED thrown, and the interrupt flag stays set.
 *
 * <p>Deadlines: a wait ends with the call's deadline. grpc-java tells of it on the client's
 * executor; should that be blocked, or the callback be lost, the wait ends by itself at most 1
 * second later (over a {@code GRPCClient}; other channels do not tell the deadline).
 *
 * <p>Threads: one thread reads; any thread closes. A thread of the client's executor may wait here
 * only if others are left to run callbacks, and a callback of a call or of the network never may.
 *
 * @param <RespT> the type of responses
 */
public sealed class ResponseStream<RespT> implements Iterable<RespT>, AutoCloseable
    permits Conversation {

  private final StreamCall<?, RespT> call;
  private final Iterator<RespT> unread = new Unread();
  private @Nullable RespT next;

  ResponseStream(StreamCall<?, RespT> call) {
    this.call = call;
  }

  /**
   * Starts a call. Does not wait: that it failed is told by the first read.
   *
   * @param <ReqT> the type of the request
   * @param <RespT> the type of responses
   * @param method a server streaming method of an asynchronous stub, for example {@code
   *     crypto::streamPrices}
   * @param request the request
   * @return the responses, to be closed
   * @throws IllegalArgumentException if the method does not hand its observer to a stub
   */
  public static <ReqT, RespT> ResponseStream<RespT> open(
      BiConsumer<ReqT, StreamObserver<RespT>> method, ReqT request) {
    return new ResponseStream<>(StreamCall.<ReqT, RespT>open(call -> method.accept(request, call)));
  }

  /**
   * Waits until there is a message or the call has ended.
   *
   * @return whether there is one; false after the server's last one and after {@link #close}
   * @throws dev.grapnel.core.error.RpcException if the call failed or the thread was interrupted
   */
  public boolean hasNext() {
    return hasNext(Long.MAX_VALUE);
  }

  /**
   * Waits for the next message.
   *
   * @return the message
   * @throws NoSuchElementException after the server's last message and after {@link #close}
   * @throws dev.grapnel.core.error.RpcException if the call failed or the thread was interrupted
   */
  public RespT next() {
    return Objects.requireNonNull(take(Long.MAX_VALUE));
  }

  /**
   * Waits for the next message, but not for ever. The call goes on when the time is over.
   *
   * @param timeout how long to wait at most; zero or less: not at all
   * @return the message; empty if none came in time
   * @throws NoSuchElementException after the server's last message and after {@link #close}
   * @throws dev.grapnel.core.error.RpcException if the call failed or the thread was interrupted
   */
  public Optional<RespT> next(Duration timeout) {
    return Optional.ofNullable(take(TimeUnit.NANOSECONDS.convert(timeout)));
  }

  /**
   * Returns the messages that were not read yet, for a {@code for} loop; always the same ones.
   *
   * @return waits and throws as {@link #hasNext()} and {@link #next()} do
   */
  @Override
  public Iterator<RespT> iterator() {
    return unread;
  }

  /**
   * Cancels the call unless it has ended, and drops what was not read. A thread that waits wakes
   * up: reading meets the end. Returns at once; harmless when called again.
   */
  @Override
  public void close() {
    call.close();
  }

  private boolean hasNext(long nanos) {
    if (call.isClosed()) {
      next = null;
      return false;
    }
    if (next == null) {
      next = call.read(nanos);
    }
    return next != null;
  }

  /** Returns null if the time is over. */
  private @Nullable RespT take(long nanos) {
    if (hasNext(nanos)) {
      RespT message = next;
      next = null;
      return message;
    }
    if (call.isClosed()) {
      throw new NoSuchElementException("the stream was closed");
    }
    if (call.isDrained()) {
      throw new NoSuchElementException("the server has sent its last message");
    }
    return null;
  }

  private final class Unread implements Iterator<RespT> {
    @Override
    public boolean hasNext() {
      return ResponseStream.this.hasNext();
    }

    @Override
    public RespT next() {
      return ResponseStream.this.next();
    }
  }
}
