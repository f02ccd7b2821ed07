package dev.grapnel.server;

import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.server.health.HealthReporter;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Leaves health out of authentication: load balancers and Kubernetes ask without credentials. */
record ExceptHealth(ServerInterceptor authentication) implements ServerInterceptor {

  /** One that has rules of its own knows what to do about health. */
  static ServerInterceptor around(ServerInterceptor authentication) {
    boolean hasRules =
        authentication instanceof ServerAwareInterceptor aware && aware.authenticates();
    return hasRules ? authentication : new ExceptHealth(authentication);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return HealthReporter.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName())
        ? next.startCall(call, headers)
        : authentication.interceptCall(call, headers, next);
  }
}
