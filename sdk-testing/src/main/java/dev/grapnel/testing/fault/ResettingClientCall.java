package dev.grapnel.testing.fault;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;

/** Ends itself after a number of messages, as the reset of its connection would. */
final class ResettingClientCall<Q, R> extends SimpleForwardingClientCall<Q, R> {

  private final int messages;
  private volatile boolean reset;

  ResettingClientCall(ClientCall<Q, R> call, int messages) {
    super(call);
    this.messages = messages;
  }

  @Override
  public void start(Listener<R> listener, Metadata headers) {
    super.start(new CountingListener(listener), headers);
  }

  @Override
  public void sendMessage(Q message) {
    unlessReset(() -> super.sendMessage(message));
  }

  @Override
  public void halfClose() {
    unlessReset(super::halfClose);
  }

  @Override
  public boolean isReady() {
    return !reset && super.isReady();
  }

  /** A caller may go on sending after a reset, but not after the cancel that stands for it here. */
  private void unlessReset(Runnable step) {
    if (reset) {
      return;
    }
    try {
      step.run();
    } catch (IllegalStateException cancelled) {
      if (!reset) {
        throw cancelled;
      }
    }
  }

  private final class CountingListener extends OnceListener<R> {

    private int received;

    CountingListener(Listener<R> listener) {
      super(listener);
    }

    @Override
    public void onHeaders(Metadata headers) {
      if (messages == 0) {
        reset();
      } else {
        super.onHeaders(headers);
      }
    }

    @Override
    public void onMessage(R message) {
      super.onMessage(message);
      received++;
      if (received == messages) {
        reset();
      }
    }

    private void reset() {
      reset = true;
      onClose(ResetAfter.RESET, new Metadata());
      cancel("reset by a fault", null);
    }
  }
}
