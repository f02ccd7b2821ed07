package dev.grapnel.interceptors.limits;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ServerCall;

/**
 * A call that asks for no message before its listener is there. So messages come on the threads of
 * the server, and handlers do not run on the thread that started the call late.
 */
final class HeldCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

  private int held;
  private volatile boolean released;

  HeldCall(ServerCall<ReqT, RespT> call) {
    super(call);
  }

  @Override
  public void request(int numMessages) {
    if (!released && hold(numMessages)) {
      return;
    }
    super.request(numMessages);
  }

  private synchronized boolean hold(int numMessages) {
    if (released) {
      return false;
    }
    held = (int) Math.min((long) held + numMessages, Integer.MAX_VALUE);
    return true;
  }

  void release() {
    int wanted;
    synchronized (this) {
      released = true;
      wanted = held;
    }
    if (wanted > 0) {
      super.request(wanted);
    }
  }
}
