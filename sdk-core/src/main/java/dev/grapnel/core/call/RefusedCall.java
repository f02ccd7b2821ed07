package dev.grapnel.core.call;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client that fails before it leaves: what an interceptor returns in its place. Its
 * listener is told while {@code start} runs, on the same thread; what stubs write to it afterwards
 * is dropped.
 *
 * @param <ReqT> the type of requests
 * @param <RespT> the type of responses
 */
public final class RefusedCall<ReqT, RespT> extends ClientCall<ReqT, RespT> {

  private final Status status;
  private final Metadata trailers;
  private boolean isStarted;

  /**
   * Refuses a call.
   *
   * @param status why
   */
  public RefusedCall(Status status) {
    this(status, new Metadata());
  }

  /**
   * Refuses a call with details.
   *
   * @param status why
   * @param trailers what the listener is handed; not copied
   */
  public RefusedCall(Status status, Metadata trailers) {
    this.status = status;
    this.trailers = trailers;
  }

  /**
   * Tells the listener.
   *
   * @throws IllegalStateException if the call was started before
   */
  @Override
  public void start(Listener<RespT> listener, Metadata headers) {
    if (isStarted) {
      throw new IllegalStateException("Already started");
    }
    isStarted = true;
    listener.onClose(status, trailers);
  }

  @Override
  public void request(int count) {}

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {}

  @Override
  public void halfClose() {}

  @Override
  public void sendMessage(ReqT message) {}

  @Override
  public boolean isReady() {
    return false;
  }
}
