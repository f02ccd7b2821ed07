package dev.grapnel.interceptors;

import dev.grapnel.core.call.CallSelector;
import dev.grapnel.core.call.ClientAwareInterceptor;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.lifecycle.Vital;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Applies any interceptor to chosen services, methods or call kinds only; all other calls pass by.
 *
 * <pre>{@code
 * SelectInterceptor.server(CallSelector.services("crypto.CryptoService"), limits)
 * }</pre>
 *
 * <p>The selector is asked once for each call, when it starts. Thread-safe.
 */
public final class SelectInterceptor {

  private SelectInterceptor() {}

  /**
   * Applies an interceptor of a server to some of its calls.
   *
   * <p>One that authenticates does not count as the server's authentication when it is selected
   * like this, since the other calls would go without: name public methods in its rules instead.
   *
   * @param selector which calls
   * @param interceptor what to apply
   * @return an interceptor that does nothing to all other calls
   */
  public static ServerInterceptor server(CallSelector selector, ServerInterceptor interceptor) {
    return new OfServer(selector, interceptor);
  }

  /**
   * Applies an interceptor of a client to some of its calls.
   *
   * @param selector which calls
   * @param interceptor what to apply
   * @return an interceptor that does nothing to all other calls
   */
  public static ClientInterceptor client(CallSelector selector, ClientInterceptor interceptor) {
    return new OfClient(selector, interceptor);
  }

  private record OfServer(CallSelector selector, ServerInterceptor interceptor)
      implements ServerAwareInterceptor {

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return selector.selects(call.getMethodDescriptor())
          ? interceptor.interceptCall(call, headers, next)
          : next.startCall(call, headers);
    }

    /** Of the services that have at least one method that is selected. */
    @Override
    public List<String> problems(List<ServerServiceDefinition> services) {
      return interceptor instanceof ServerAwareInterceptor aware
          ? aware.problems(services.stream().filter(this::meets).toList())
          : List.of();
    }

    @Override
    public Optional<Duration> longestCall(MethodDescriptor<?, ?> method) {
      return interceptor instanceof ServerAwareInterceptor aware && selector.selects(method)
          ? aware.longestCall(method)
          : Optional.empty();
    }

    @Override
    public List<ServerTransportFilter> transportFilters() {
      return interceptor instanceof ServerAwareInterceptor aware
          ? aware.transportFilters()
          : List.of();
    }

    @Override
    public List<ServerStreamTracer.Factory> streamTracerFactories() {
      return interceptor instanceof ServerAwareInterceptor aware
          ? aware.streamTracerFactories()
          : List.of();
    }

    @Override
    public void serverVitals(List<Vital> vitals) {
      if (interceptor instanceof ServerAwareInterceptor aware) {
        aware.serverVitals(vitals);
      }
    }

    @Override
    public void serverClosed(List<Vital> vitals) {
      if (interceptor instanceof ServerAwareInterceptor aware) {
        aware.serverClosed(vitals);
      }
    }

    private boolean meets(ServerServiceDefinition service) {
      return service.getMethods().stream()
          .anyMatch(method -> selector.selects(method.getMethodDescriptor()));
    }
  }

  private record OfClient(CallSelector selector, ClientInterceptor interceptor)
      implements ClientAwareInterceptor {

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      return selector.selects(method)
          ? interceptor.interceptCall(method, options, next)
          : next.newCall(method, options);
    }

    /** Of some calls only, but that is enough. */
    @Override
    public boolean sendsCredentials() {
      return interceptor instanceof ClientAwareInterceptor aware && aware.sendsCredentials();
    }

    @Override
    public void clientVitals(List<Vital> vitals) {
      if (interceptor instanceof ClientAwareInterceptor aware) {
        aware.clientVitals(vitals);
      }
    }

    @Override
    public void clientClosed(List<Vital> vitals) {
      if (interceptor instanceof ClientAwareInterceptor aware) {
        aware.clientClosed(vitals);
      }
    }
  }
}
