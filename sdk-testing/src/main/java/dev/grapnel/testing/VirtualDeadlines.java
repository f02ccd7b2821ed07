package dev.grapnel.testing;

import dev.grapnel.testing.time.VirtualClock;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;

/** Moves the deadlines of calls from real time to a virtual clock. */
record VirtualDeadlines(VirtualClock clock) implements ClientInterceptor {

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    Deadline deadline = options.getDeadline();
    return next.newCall(
        method, deadline == null ? options : options.withDeadline(clock.onVirtualTime(deadline)));
  }
}
