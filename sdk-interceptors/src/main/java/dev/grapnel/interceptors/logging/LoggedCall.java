package dev.grapnel.interceptors.logging;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallTrace;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.logging.MessageLine.Kind;
import io.grpc.Attributes;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** What is known of one call until its line is written. Thread-safe. */
final class LoggedCall {

  /** Updaters in place of atomics: a call is one object. */
  private static final AtomicIntegerFieldUpdater<LoggedCall> RECEIVED =
      AtomicIntegerFieldUpdater.newUpdater(LoggedCall.class, "received");

  private static final AtomicIntegerFieldUpdater<LoggedCall> SENT =
      AtomicIntegerFieldUpdater.newUpdater(LoggedCall.class, "sent");
  private static final AtomicIntegerFieldUpdater<LoggedCall> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(LoggedCall.class, "ended");

  private final CallLines lines;
  private final Side side;
  private final MethodDescriptor<?, ?> method;
  private final String requestId;
  private final String mdcMethod;
  private final String mdcRequestId;
  private final @Nullable CallContext context;
  private final long start;
  private final boolean sampled;
  private volatile int received;
  private volatile int sent;
  private volatile int ended;
  private volatile long nanos;

  private @Nullable CallTrace ownTrace;

  /**
   * Begins a call now.
   *
   * @param context of the call itself on servers; of the call around it, if any, on clients
   */
  LoggedCall(
      CallLines lines,
      Side side,
      MethodDescriptor<?, ?> method,
      String requestId,
      @Nullable CallContext context) {
    this.lines = lines;
    this.side = side;
    this.method = method;
    this.requestId = requestId;
    this.mdcMethod = Escaped.of(method.getFullMethodName());
    this.mdcRequestId = Escaped.of(requestId);
    this.context = context;
    this.sampled = lines.takesSample();
    this.start = lines.now();
  }

  Side side() {
    return side;
  }

  String method() {
    return method.getFullMethodName();
  }

  boolean isUnary() {
    return method.getType() == MethodType.UNARY;
  }

  String requestId() {
    return requestId;
  }

  /** On clients, before the start: the trace of the call itself. */
  void tracedAs(@Nullable CallTrace span) {
    ownTrace = span;
  }

  @Nullable String traceId() {
    CallTrace own = ownTrace;
    if (own != null) {
      return own.traceId();
    }
    return context == null ? null : context.trace().map(CallTrace::traceId).orElse(null);
  }

  /** Who the caller is, which only a server knows: the principal around a client is another one. */
  @Nullable String principal() {
    return context == null || side == Side.CLIENT
        ? null
        : context.principal().map(Principal::id).orElse(null);
  }

  /** On servers: how the call ended, as all who watch it tell. */
  Status.Code ended(Status.Code told) {
    return context == null ? told : context.ended(told);
  }

  boolean isSampled() {
    return sampled;
  }

  int received() {
    return received;
  }

  int sent() {
    return sent;
  }

  /** How long the call took; zero before its end. */
  long nanos() {
    return nanos;
  }

  void received(Object message) {
    int number = RECEIVED.incrementAndGet(this);
    lines.message(this, side == Side.SERVER ? Kind.REQUEST : Kind.RESPONSE, number, message);
  }

  void sent(Object message) {
    int number = SENT.incrementAndGet(this);
    lines.message(this, side == Side.SERVER ? Kind.RESPONSE : Kind.REQUEST, number, message);
  }

  /** Stops the clock, and tells whether this is the end that a line is for: the first one. */
  boolean end() {
    if (!ENDED.compareAndSet(this, 0, 1)) {
      return false;
    }
    nanos = lines.now() - start;
    return true;
  }

  boolean hasEnded() {
    return ended != 0;
  }

  /** Writes the line; for the one who ended the call. */
  void write(Status status, Attributes connection) {
    lines.call(this, status, connection);
  }

  /** Puts the ids of the call into the MDC of this thread. */
  MdcScope enter() {
    return lines.usesMdc()
        ? MdcScope.enter(mdcMethod, mdcRequestId, mdcTraceId())
        : MdcScope.none();
  }

  boolean isInMdc() {
    return lines.usesMdc() && MdcScope.holds(mdcMethod, mdcRequestId);
  }

  private @Nullable String mdcTraceId() {
    String traceId = traceId();
    return traceId == null ? null : Escaped.of(traceId);
  }
}
