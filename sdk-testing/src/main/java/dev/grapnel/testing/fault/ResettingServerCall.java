package dev.grapnel.testing.fault;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;

/**
 * Ends itself after a number of messages, as the reset of its connection would: UNAVAILABLE for the
 * client, a cancel for the handler.
 */
final class ResettingServerCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

  private final int messages;
  private int sent;
  private volatile boolean reset;

  private ResettingServerCall(ServerCall<Q, R> call, int messages) {
    super(call);
    this.messages = messages;
  }

  static <Q, R> ServerCall.Listener<Q> start(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> handler, int messages) {
    ResettingServerCall<Q, R> resetting = new ResettingServerCall<>(call, messages);
    ServerCall.Listener<Q> listener = handler.startCall(resetting, headers);
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        if (resetting.reset) {
          super.onCancel();
        } else {
          super.onComplete();
        }
      }
    };
  }

  @Override
  public void sendHeaders(Metadata headers) {
    if (messages == 0) {
      reset();
    } else if (!reset) {
      super.sendHeaders(headers);
    }
  }

  @Override
  public void sendMessage(R message) {
    if (reset) {
      return;
    }
    super.sendMessage(message);
    sent++;
    if (sent == messages) {
      reset();
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (!reset) {
      super.close(status, trailers);
    }
  }

  @Override
  public boolean isCancelled() {
    return reset || super.isCancelled();
  }

  @Override
  public boolean isReady() {
    return !reset && super.isReady();
  }

  private void reset() {
    if (!reset) {
      reset = true;
      super.close(ResetAfter.RESET, new Metadata());
    }
  }
}
