package dev.grapnel.interceptors.logging;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallTrace;
import dev.grapnel.core.call.RequestId;
import io.grpc.ClientCall;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Sends the request id, counts what is sent, and watches the listener for the end. */
final class LoggedClientCall<ReqT, RespT> extends SimpleForwardingClientCall<ReqT, RespT> {

  private final CallLines lines;
  private final MethodDescriptor<ReqT, RespT> method;
  private final @Nullable CallTrace trace;
  private @Nullable LoggedCall logged;

  LoggedClientCall(
      ClientCall<ReqT, RespT> call,
      CallLines lines,
      MethodDescriptor<ReqT, RespT> method,
      @Nullable CallTrace trace) {
    super(call);
    this.lines = lines;
    this.method = method;
    this.trace = trace;
  }

  @Override
  public void start(Listener<RespT> listener, Metadata headers) {
    CallContext around = CallContext.find().orElse(null);
    String requestId = headers.get(RequestId.HEADER);
    if (requestId == null) {
      requestId = around == null ? RequestId.random() : around.requestId();
      headers.put(RequestId.HEADER, requestId);
    }
    LoggedCall started = new LoggedCall(lines, Side.CLIENT, method, requestId, around);
    started.tracedAs(trace);
    logged = started;
    try {
      super.start(new LoggedClientListener<>(listener, started, this), headers);
    } catch (Throwable thrown) {
      if (started.end()) {
        started.write(Status.fromThrowable(thrown), getAttributes());
      }
      throw thrown;
    }
  }

  @Override
  public void sendMessage(ReqT message) {
    if (logged != null) {
      logged.sent(message);
    }
    super.sendMessage(message);
  }
}
