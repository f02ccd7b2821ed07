package dev.grapnel.testing;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.security.Principal;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.MetadataUtils;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Carries a principal from a caller to the server: by a name only this process knows. */
final class Principals implements ServerInterceptor {

  private static final Metadata.Key<String> KEY =
      Metadata.Key.of("x-grapnel-test-principal", Metadata.ASCII_STRING_MARSHALLER);

  private final Map<String, Principal> known = new ConcurrentHashMap<>();

  ClientInterceptor sending(Principal principal) {
    String name = UUID.randomUUID().toString();
    known.put(name, principal);
    Metadata headers = new Metadata();
    headers.put(KEY, name);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    String name = headers.get(KEY);
    Principal principal = name == null ? null : known.get(name);
    if (principal != null) {
      CallContext.current().authenticatedAs(principal);
    }
    return next.startCall(call, headers);
  }
}
