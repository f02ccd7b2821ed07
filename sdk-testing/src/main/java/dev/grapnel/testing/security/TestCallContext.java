package dev.grapnel.testing.security;

import dev.grapnel.core.security.Principal;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.inprocess.InProcessSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Runs code as if in a call, for tests of code that asks {@code CallContext.current()}.
 *
 * <p>The code runs on this thread, in the gRPC context that a handler of the call would see. When
 * it ends, so does the call: its context is cancelled. What the code throws reaches the test
 * unchanged. Unless told otherwise the call is of the unary method {@code test.Service/Method},
 * from an in-process peer, without metadata, deadline and principal. Each run is a call of its own.
 * Not thread-safe.
 */
public final class TestCallContext {

  private final @Nullable Principal principal;
  private final Metadata requestMetadata = new Metadata();
  private MethodDescriptor<?, ?> method = SyntheticCall.DEFAULT_METHOD;
  private SocketAddress peer = new InProcessSocketAddress("test");
  private @Nullable Deadline deadline;
  private @Nullable ScheduledExecutorService scheduler;
  private Metadata responseMetadata = new Metadata();

  private TestCallContext(@Nullable Principal principal) {
    this.principal = principal;
  }

  /**
   * Creates the context of a call that nobody authenticated.
   *
   * @return the context
   */
  public static TestCallContext anonymous() {
    return new TestCallContext(null);
  }

  /**
   * Creates the context of an authenticated call.
   *
   * @param principal who calls
   * @return the context
   */
  public static TestCallContext as(Principal principal) {
    return new TestCallContext(principal);
  }

  /**
   * Adds a value to the request metadata.
   *
   * @param key the name, for example {@code x-request-id}; not a binary one
   * @param value the value
   * @return this context
   */
  public TestCallContext metadata(String key, String value) {
    return metadata(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
  }

  /**
   * Adds a typed or binary value to the request metadata.
   *
   * @param <T> the type of value
   * @param key the key
   * @param value the value
   * @return this context
   */
  public <T> TestCallContext metadata(Metadata.Key<T> key, T value) {
    requestMetadata.put(key, value);
    return this;
  }

  /**
   * Says which method is called.
   *
   * @param called the method, for example {@code UserServiceGrpc.getGetUserMethod()}
   * @return this context
   */
  public TestCallContext method(MethodDescriptor<?, ?> called) {
    method = called;
    return this;
  }

  /**
   * Says who is at the other end of the connection.
   *
   * @param address the address of the client
   * @return this context
   */
  public TestCallContext peer(SocketAddress address) {
    peer = address;
    return this;
  }

  /**
   * Says when the caller stops waiting; the context is cancelled then, in real time.
   *
   * @param when the deadline, one of real time
   * @return this context
   */
  public TestCallContext deadline(Deadline when) {
    deadline = when;
    scheduler = null;
    return this;
  }

  /**
   * Says when the caller stops waiting, on a clock of the test: {@code
   * deadline(clock.deadlineAfter(timeout), clock.scheduler())}.
   *
   * @param when the deadline
   * @param cancelling the scheduler on the same clock; it cancels the context
   * @return this context
   */
  public TestCallContext deadline(Deadline when, ScheduledExecutorService cancelling) {
    deadline = when;
    scheduler = cancelling;
    return this;
  }

  /**
   * Runs code in a call.
   *
   * @param code what to run; what it throws is thrown here
   */
  public void run(Runnable code) {
    try (CallScope scope = begin()) {
      scope.context().run(code);
    }
  }

  /**
   * Runs code in a call and returns its result.
   *
   * @param <V> the type of result
   * @param code what to run
   * @return what the code returned
   * @throws Exception what the code threw
   */
  public <V extends @Nullable Object> V call(Callable<V> code) throws Exception {
    try (CallScope scope = begin()) {
      return scope.context().call(code);
    }
  }

  /**
   * Returns the response metadata that the code set in the last run.
   *
   * @return a copy; empty before the first run has ended
   */
  public Metadata responseMetadata() {
    Metadata copy = new Metadata();
    copy.merge(responseMetadata);
    return copy;
  }

  private CallScope begin() {
    responseMetadata = new Metadata();
    Metadata headers = new Metadata();
    headers.merge(requestMetadata);
    return CallScope.begin(
        new SyntheticCall<>(method, peer, responseMetadata),
        headers,
        principal,
        CallLifetime.begin(deadline, scheduler));
  }
}
