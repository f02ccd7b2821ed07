package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

record EndingStatus(Status status) implements CallFault {

  @Override
  public <Q, R> ClientCall<Q, R> client(ClientCall<Q, R> call, CallOptions options, Delays delays) {
    return new RefusedCall<>(status, delays.callbacks(options));
  }

  @Override
  public <Q, R> ServerCallHandler<Q, R> server(ServerCallHandler<Q, R> handler, Delays delays) {
    return (call, headers) -> {
      call.close(status, new Metadata());
      return new ServerCall.Listener<>() {};
    };
  }

  @Override
  public boolean letsThrough() {
    return false;
  }

  // A Status is equal only to itself.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EndingStatus that
        && status.getCode() == that.status.getCode()
        && Objects.equals(status.getDescription(), that.status.getDescription());
  }

  @Override
  public int hashCode() {
    return Objects.hash(status.getCode(), status.getDescription());
  }

  @Override
  public String toString() {
    String description = status.getDescription();
    return description == null
        ? "status(%s)".formatted(status.getCode())
        : "status(%s: %s)".formatted(status.getCode(), description);
  }

  private static final class RefusedCall<Q, R> extends ClientCall<Q, R> {

    private final Status status;
    private final Executor callbacks;
    private final Context context = Context.current();

    RefusedCall(Status status, Executor callbacks) {
      this.status = status;
      this.callbacks = callbacks;
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      callbacks.execute(context.wrap(() -> listener.onClose(status, new Metadata())));
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}

    @Override
    public boolean isReady() {
      return false;
    }
  }
}
