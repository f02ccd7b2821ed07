package dev.grapnel.client.call;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** A call that fails while it starts; its listener is told on the thread that starts it. */
final class RefusedCall<ReqT, RespT> extends ClientCall<ReqT, RespT> {

  private final Status status;

  RefusedCall(Status status) {
    this.status = status;
  }

  @Override
  public void start(Listener<RespT> responseListener, Metadata headers) {
    responseListener.onClose(status, new Metadata());
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
