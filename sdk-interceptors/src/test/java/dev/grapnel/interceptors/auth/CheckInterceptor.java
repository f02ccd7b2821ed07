package dev.grapnel.interceptors.auth;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.interceptors.auth.Authentication.Absent;
import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Refused;
import dev.grapnel.interceptors.auth.Authentication.Unavailable;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Asks one authenticator, and tells the client what it said: for tests only. */
record CheckInterceptor(Authenticator authenticator) implements ServerInterceptor {

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    Authentication outcome = authenticator.authenticate(headers, call.getAttributes());
    if (outcome instanceof Authenticated good) {
      CallContext.current().authenticatedAs(good.principal());
      return next.startCall(call, headers);
    }
    call.close(status(outcome), new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static Status status(Authentication outcome) {
    if (outcome instanceof Unavailable unavailable) {
      return Status.UNAVAILABLE.withDescription(unavailable.reason());
    }
    if (outcome instanceof Refused refused) {
      return Status.UNAUTHENTICATED.withDescription(refused.reason());
    }
    return outcome instanceof Absent ? Status.UNAUTHENTICATED.withDescription("absent") : Status.OK;
  }
}
