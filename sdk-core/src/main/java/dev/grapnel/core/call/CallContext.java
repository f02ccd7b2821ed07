package dev.grapnel.core.call;

import dev.grapnel.core.lifecycle.DrainSignal;
import dev.grapnel.core.security.Principal;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a server knows of the call that runs now: method, metadata, peer, request id, deadline,
 * principal.
 *
 * <p>{@link #current()} works in every callback of a call, and on other threads for work that was
 * handed to an executor wrapped by {@link #propagating(Executor)}. It is carried by {@link
 * io.grpc.Context}, never by a bare thread-local. Thread-safe.
 */
public final class CallContext {

  /**
   * A caller whose deadline passes resets the stream, and that may be here a moment before our own
   * timer.
   */
  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(10);

  static final Context.Key<CallContext> KEY = Context.key("grapnel-call");

  private final ServerCall<?, ?> call;
  private final Metadata requestMetadata;
  private final FailureReporter failures;
  private final DrainSignal drain;
  private final @Nullable Deadline callers = Context.current().getDeadline();
  private final @Nullable TransportFailure transport = TransportFailure.current();
  private final ResponseMetadata responseMetadata = new ResponseMetadata();
  private volatile @Nullable Principal principal;
  private volatile @Nullable CallTrace trace;
  private volatile @Nullable Throwable reported;
  private volatile @Nullable ScopedListener<?> handler;
  private @Nullable String requestId;
  private volatile long queuedNanos;
  private Status.@Nullable Code ending;

  CallContext(
      ServerCall<?, ?> call,
      Metadata requestMetadata,
      FailureReporter failures,
      DrainSignal drain) {
    this.drain = drain;
    this.call = call;
    this.requestMetadata = requestMetadata;
    this.failures = failures;
  }

  /**
   * Returns the context of the call that runs on this thread.
   *
   * @return the context
   * @throws IllegalStateException if none runs here
   */
  public static CallContext current() {
    CallContext context = KEY.get();
    if (context == null) {
      throw new IllegalStateException(
          "no gRPC call runs on thread "
              + Thread.currentThread().getName()
              + ": use CallContext.propagating(executor) to take a call along to other threads");
    }
    return context;
  }

  /**
   * Returns the context of the call that runs on this thread, if one does.
   *
   * @return the context, or empty
   */
  public static Optional<CallContext> find() {
    return Optional.ofNullable(KEY.get());
  }

  /**
   * Wraps an executor so that its tasks see the call that handed them over, with its deadline and
   * cancellation.
   *
   * @param executor where tasks run
   * @return an executor that takes the context of the submitting thread along with each task
   */
  public static Executor propagating(Executor executor) {
    return Context.currentContextExecutor(executor);
  }

  /**
   * Returns which method is called.
   *
   * @return the method
   */
  public CallInfo info() {
    return CallInfo.of(call.getMethodDescriptor());
  }

  /**
   * Returns a value of the request metadata.
   *
   * @param key the name, for example {@code user-agent}; not a binary one
   * @return the last value sent under that name, if any
   */
  public Optional<String> metadata(String key) {
    return metadata(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER));
  }

  /**
   * Returns a typed or binary value of the request metadata.
   *
   * @param <T> the type of value
   * @param key the key
   * @return the last value sent under that key, if any
   */
  public <T> Optional<T> metadata(Metadata.Key<T> key) {
    return Optional.ofNullable(requestMetadata.get(key));
  }

  /**
   * Sends metadata with the response: in its headers, or in the trailers of a call that fails
   * before them.
   *
   * @param key the name; not a binary one
   * @param value the value, printable ASCII
   * @throws IllegalArgumentException if the value holds anything else, which grpc-java would drop
   * @throws IllegalStateException if the response headers are already sent
   */
  public void responseMetadata(String key, String value) {
    if (value.chars().anyMatch(character -> character < ' ' || character > '~')) {
      throw new IllegalArgumentException(
          "the response metadata " + key + " holds more than printable ASCII: use a binary key");
    }
    responseMetadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
  }

  /**
   * Sends typed or binary metadata with the response, as {@link #responseMetadata(String, String)}
   * does.
   *
   * @param <T> the type of value
   * @param key the key
   * @param value the value
   * @throws IllegalStateException if the response headers are already sent
   */
  public <T> void responseMetadata(Metadata.Key<T> key, T value) {
    responseMetadata.put(key, value);
  }

  /**
   * Returns who is at the other end of the connection.
   *
   * @return the address, for example {@code ipv4:127.0.0.1:51234}; {@code unknown} where there is
   *     none
   */
  public String peer() {
    return PeerAddress.describe(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
  }

  /**
   * Returns the id of this call in logs and errors: the caller's {@code x-request-id} if that is 1
   * to 128 letters, digits, dots, dashes or underscores, else a random one.
   *
   * @return the id, the same for the whole call
   */
  public synchronized String requestId() {
    if (requestId == null) {
      requestId = RequestId.of(requestMetadata.get(RequestId.HEADER));
    }
    return requestId;
  }

  /**
   * Returns when the call has to be over: the caller's deadline, or the server's own limit where
   * that is earlier.
   *
   * @return the deadline, if there is one; on threads without the call's context always the
   *     caller's
   */
  public Optional<Deadline> deadline() {
    return Optional.ofNullable(KEY.get() == this ? Context.current().getDeadline() : callers);
  }

  /**
   * Decides how the call ended; for interceptors that watch the end of calls, and only then. The
   * first who asks decides it for all: a caller may cancel while the call is being closed, and what
   * logs, metrics and traces tell has to be the same.
   *
   * @param told what the interceptor would tell
   * @return what the first one told; if the caller had ended the call by then, DEADLINE_EXCEEDED
   *     where its deadline had passed or was 10 ms away, else CANCELLED; if the transport had, for
   *     a message above the limit or a broken frame, what the caller is sent
   */
  public synchronized Status.Code ended(Status.Code told) {
    if (ending == null) {
      ending = call.isCancelled() ? cancellation() : told;
    }
    return ending;
  }

  private Status.Code cancellation() {
    Status.Code failure = transportFailure();
    if (failure != null) {
      return failure;
    }
    return callers != null && callers.timeRemaining(TimeUnit.NANOSECONDS) <= MOMENT
        ? Status.Code.DEADLINE_EXCEEDED
        : Status.Code.CANCELLED;
  }

  /**
   * Returns which trace the call belongs to.
   *
   * @return the trace; empty if nobody traces
   */
  public Optional<CallTrace> trace() {
    return Optional.ofNullable(trace);
  }

  /**
   * Says which trace the call belongs to; for interceptors, before the handler runs.
   *
   * @param span the trace and its span for this call
   */
  public void tracedAs(CallTrace span) {
    trace = span;
  }

  /**
   * Returns who the call was authenticated as.
   *
   * @return the principal; empty if nobody authenticated the call
   */
  public Optional<Principal> principal() {
    return Optional.ofNullable(principal);
  }

  /**
   * Says who the call was authenticated as; for interceptors, before the handler runs.
   *
   * @param authenticated the principal
   * @throws IllegalStateException if the call has a principal already
   */
  public synchronized void authenticatedAs(Principal authenticated) {
    if (principal != null) {
      throw new IllegalStateException(
          info().fullMethodName() + " is authenticated already: two interceptors set a principal");
    }
    principal = authenticated;
  }

  /**
   * Tells whether the server is about to stop: it takes no new calls, and those that run have the
   * shutdown grace to end.
   *
   * @return whether a stream should come to its end
   */
  public boolean isDraining() {
    return drain.isRaised();
  }

  /**
   * Runs an action when the server is about to stop, so that a long-running call can end by itself
   * within the shutdown grace; at once if it is stopping already. Forgotten when the call ends.
   *
   * @param action what to do; runs in this call's context on the thread that closes the server,
   *     beside the call's own callbacks; must not block
   */
  public void onDrain(Runnable action) {
    Context context = Context.current();
    Runnable inContext = context.wrap(action);
    drain.add(inContext);
    // A call's context is cancelled when the call is over, however it ended.
    context.addListener(ended -> drain.remove(inContext), Runnable::run);
  }

  /**
   * Returns how long the call waited for a thread before its first interceptor ran.
   *
   * @return the time; zero where nothing waits, or nobody measures
   */
  public Duration queueWait() {
    return Duration.ofNanos(queuedNanos);
  }

  /**
   * Says how long the call waited for a thread; for the server.
   *
   * @param nanos the time in nanoseconds
   */
  public void queuedFor(long nanos) {
    queuedNanos = nanos;
  }

  ResponseMetadata responseMetadata() {
    return responseMetadata;
  }

  FailureReporter failures() {
    return failures;
  }

  /** Returns how the transport ended the call by itself; null if it did not. */
  Status.@Nullable Code transportFailure() {
    return transport == null ? null : transport.code();
  }

  /** Says who is next to the handler, so that all interceptors see how it closes the call. */
  void handledBy(ScopedListener<?> innermost) {
    handler = innermost;
  }

  @Nullable ScopedListener<?> handler() {
    return handler;
  }

  void reported(Throwable failure) {
    reported = failure;
  }

  /** Two places map exceptions, around the handler and around the interceptors: one reports. */
  boolean hasReported(@Nullable Throwable failure) {
    return failure != null && failure == reported;
  }
}
