package dev.grapnel.interceptors.tracing;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallScopeInterceptor;
import dev.grapnel.core.call.CallTrace;
import dev.grapnel.core.config.OptionalLibrary;
import dev.grapnel.core.config.Toggle;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each call, on the server and on the client, by OpenTelemetry's own
 * instrumentation.
 *
 * <p>The span goes from the start of a call to its end, for all four call kinds, and carries the
 * status it ended with, also of calls that were cancelled or ran out of time. Parents come from and
 * go into the metadata by the propagators of the {@code OpenTelemetry} that is given. In every
 * callback of a call its span is the current one; on threads of an executor wrapped by {@link
 * CallContext#propagating} it is as well. A client call made there becomes a child.
 *
 * <p>On the server the trace is also told to the {@link CallContext}, where log lines, error ids
 * and exemplars find it: put this interceptor outside of those for logs and metrics. Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/rpc/grpc/">conventions for gRPC</a>
 */
public final class TracingInterceptor implements ServerInterceptor, ClientInterceptor {

  private final ServerInterceptor server;
  private final ClientInterceptor client;

  private TracingInterceptor(GrpcTelemetry telemetry) {
    this.server = telemetry.createServerInterceptor();
    this.client = telemetry.createClientInterceptor();
  }

  /**
   * Creates the interceptor, without an event for each message.
   *
   * @param openTelemetry where spans go, and how parents travel
   * @return the interceptor, for servers and clients
   */
  public static TracingInterceptor create(OpenTelemetry openTelemetry) {
    return OptionalLibrary.using(
        "io.opentelemetry.instrumentation:opentelemetry-grpc-1.6",
        () -> create(openTelemetry, Toggle.OFF));
  }

  /**
   * Creates the interceptor.
   *
   * @param openTelemetry where spans go, and how parents travel
   * @param messageEvents whether a span has an event for each message; a long stream has many
   * @return the interceptor, for servers and clients
   */
  public static TracingInterceptor create(OpenTelemetry openTelemetry, Toggle messageEvents) {
    return new TracingInterceptor(
        GrpcTelemetry.builder(openTelemetry)
            .setEmitMessageEvents(messageEvents.isOn())
            .addServerAttributeExtractor(new CancelledCalls())
            .build());
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return CallScopeInterceptor.within(
        call,
        headers,
        (scoped, received) -> server.interceptCall(scoped, received, new Noting<>(next)));
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return client.interceptCall(method, options, new NotingChannel(next));
  }

  /** Runs where the span is current: tells the interceptors further in which trace it is. */
  private static final class NotingChannel extends Channel {

    private final Channel next;

    NotingChannel(Channel next) {
      this.next = next;
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options) {
      CallTrace trace = current();
      return next.newCall(
          method, trace == null ? options : options.withOption(CallTrace.OPTION, trace));
    }

    @Override
    public String authority() {
      return String.valueOf(next.authority());
    }
  }

  private static @Nullable CallTrace current() {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid()
        ? new CallTrace(span.getTraceId(), span.getSpanId(), span.isSampled())
        : null;
  }

  /** Runs where the span is current: tells the call which trace it belongs to. */
  private record Noting<ReqT, RespT>(ServerCallHandler<ReqT, RespT> next)
      implements ServerCallHandler<ReqT, RespT> {

    @Override
    public ServerCall.Listener<ReqT> startCall(ServerCall<ReqT, RespT> call, Metadata headers) {
      CallTrace trace = current();
      if (trace != null) {
        CallContext.current().tracedAs(trace);
      }
      return next.startCall(call, headers);
    }
  }
}
