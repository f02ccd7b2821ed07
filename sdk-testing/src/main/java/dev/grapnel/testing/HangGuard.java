package dev.grapnel.testing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;

/**
 * Ends calls that hang, so that their test fails and says why: directly below each tracker, so that
 * interceptors that swallow a call are covered, too.
 */
final class HangGuard implements ClientInterceptor {

  private final Duration limit;

  HangGuard(Duration limit) {
    this.limit = limit;
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<RespT> listener, Metadata headers) {
        String why =
            "the call to %s had not ended after %s: ended by GRPCTestClient (callLimit)"
                .formatted(method.getFullMethodName(), limit);
        GuardedListener<RespT> guarded = new GuardedListener<>(listener, options.getExecutor());
        guarded.watch(limit, this, why);
        try {
          super.start(guarded, headers);
        } catch (Throwable refused) {
          guarded.end();
          throw refused;
        }
      }
    };
  }
}
