package dev.grapnel.testing;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.security.Principal;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
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
    return new ClientInterceptor() {
      @Override
      public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
          MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
          @Override
          public void start(Listener<RespT> listener, Metadata headers) {
            super.start(listener, named(headers, name));
          }
        };
      }
    };
  }

  /** A copy, since the test may use its own again; who is nearest to the call has named it. */
  private static Metadata named(Metadata headers, String name) {
    Metadata own = new Metadata();
    own.merge(headers);
    if (!own.containsKey(KEY)) {
      own.put(KEY, name);
    }
    return own;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    String name = headers.get(KEY);
    headers.discardAll(KEY);
    Principal principal = name == null ? null : known.get(name);
    if (principal != null) {
      CallContext.current().authenticatedAs(principal);
    }
    return next.startCall(call, headers);
  }
}
