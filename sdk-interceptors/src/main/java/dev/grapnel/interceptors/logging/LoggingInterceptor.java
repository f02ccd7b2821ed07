package dev.grapnel.interceptors.logging;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallScopeInterceptor;
import dev.grapnel.core.call.CallTrace;
import dev.grapnel.core.call.RequestId;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Logs each call once, when it ends: method, status, duration, peer, ids and message counts.
 *
 * <pre>{@code
 * LoggingInterceptor logging = LoggingInterceptor.create();
 * LoggingInterceptor json =
 *     LoggingInterceptor.of(GRPCLogger.builder().format(LogFormat.json()).build());
 * }</pre>
 *
 * <p>For servers and clients of any grpc-java program, all four call kinds. Metadata is never
 * logged, payloads only on request, and whatever comes from the wire is escaped and cut. Every line
 * is written to SLF4J, after the answer has gone out. Thread-safe; one may serve many servers and
 * channels.
 *
 * <p>On a server the line comes with {@code ServerCall.close}, or with the cancellation if that
 * comes first: then its status is DEADLINE_EXCEEDED if the caller's deadline has passed or is 10 ms
 * away, else CANCELLED, whatever the handler answers later. Exceptions have the status that the
 * caller gets. The request id is {@link CallContext#requestId()}, and goes back to the caller in
 * the response metadata {@code x-request-id}. It should be among the outer interceptors, so that it
 * sees what others refuse, but inside of one that traces, so that the MDC has the trace id.
 *
 * <p>On a client the line comes with {@code onClose}, after retries. The request metadata gets the
 * {@code x-request-id} of the call that the server around is serving, or a new one, unless the
 * caller has put one.
 *
 * <p>While a callback of either side runs, the MDC of its thread has {@code grpc.method}, {@code
 * request_id} and, if there is a trace, {@code trace_id}; what was there before comes back after,
 * also if the callback throws. Work that a handler hands to other threads has to take its MDC along
 * itself.
 */
public final class LoggingInterceptor implements ServerInterceptor, ClientInterceptor {

  private final CallLines lines;

  private LoggingInterceptor(CallLines lines) {
    this.lines = lines;
  }

  /**
   * Creates an interceptor with {@link GRPCLogger#create()}.
   *
   * @return the interceptor
   */
  public static LoggingInterceptor create() {
    return of(GRPCLogger.create());
  }

  /**
   * Creates an interceptor.
   *
   * @param logger how and what is logged
   * @return the interceptor
   */
  public static LoggingInterceptor of(GRPCLogger logger) {
    return of(CallLines.of(logger));
  }

  /** For tests, which bring time and chance. */
  static LoggingInterceptor of(CallLines lines) {
    return new LoggingInterceptor(lines);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return CallScopeInterceptor.within(
        call, headers, (scoped, received) -> start(scoped, received, next));
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    return new LoggedClientCall<>(
        next.newCall(method, options), lines, method, options.getOption(CallTrace.OPTION));
  }

  private <ReqT, RespT> ServerCall.Listener<ReqT> start(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    CallContext context = CallContext.current();
    String requestId = context.requestId();
    context.responseMetadata(RequestId.HEADER, requestId);
    LoggedCall logged =
        new LoggedCall(lines, Side.SERVER, call.getMethodDescriptor(), requestId, context);
    LoggedServerCall<ReqT, RespT> server = new LoggedServerCall<>(call, logged, Context.current());
    MdcScope mdc = logged.enter();
    try {
      return new LoggedServerListener<>(next.startCall(server, headers), logged, server);
    } catch (Throwable thrown) {
      server.fail(thrown);
      throw thrown;
    } finally {
      mdc.exit();
    }
  }
}
