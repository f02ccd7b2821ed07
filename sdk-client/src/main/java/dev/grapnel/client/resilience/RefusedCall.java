package dev.grapnel.client.resilience;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/** What is left of a call that was not let through: stubs go on writing to it for a moment. */
final class RefusedCall<ReqT, RespT> extends ClientCall<ReqT, RespT> {

  @Override
  public void start(Listener<RespT> responseListener, Metadata headers) {
    throw new IllegalStateException("Already started");
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
