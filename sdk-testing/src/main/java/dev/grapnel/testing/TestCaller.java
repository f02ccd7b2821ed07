package dev.grapnel.testing;

import dev.grapnel.core.security.Principal;
import dev.grapnel.testing.call.CallLog;
import dev.grapnel.testing.call.CallTracker;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import java.util.function.Function;

/**
 * One of several callers of a {@link GRPCTestClient}: with a principal, interceptors or a call log
 * of its own. Thread-safe; has nothing to close.
 */
public final class TestCaller {

  private final GRPCTestClient client;
  private final Channel inner;
  private final CallTracker tracker = CallTracker.create();
  private final Channel channel;

  TestCaller(GRPCTestClient client, Channel inner) {
    this.client = client;
    this.inner = inner;
    this.channel = client.tracked(inner, tracker);
  }

  /**
   * Returns the channel of this caller.
   *
   * @return the channel, closed with the client
   */
  public Channel channel() {
    return channel;
  }

  /**
   * Makes a stub.
   *
   * @param <S> the type of stub
   * @param factory the generated factory, for example {@code UserServiceGrpc::newBlockingStub}
   * @return the stub
   * @throws IllegalArgumentException if the stub is of a service that is not here; it lists what is
   */
  public <S> S stub(Function<Channel, S> factory) {
    S stub = factory.apply(channel);
    client.services().check(stub.getClass());
    return stub;
  }

  /**
   * Makes a stub of a generated class.
   *
   * @param <S> the type of stub
   * @param type the class, for example {@code UserServiceBlockingStub.class}
   * @return the stub
   * @throws IllegalArgumentException if the class is no generated stub, or of a service that is not
   *     here; it lists what is
   */
  public <S> S stub(Class<S> type) {
    client.services().check(type);
    return StubTypes.newStub(type, channel);
  }

  /**
   * Returns the same caller as a principal, in place of any it was before.
   *
   * @param principal who calls
   * @return a caller of its own
   * @throws IllegalStateException if the client is closed, or calls a server that is not its own
   */
  public TestCaller as(Principal principal) {
    return with(client.sending(principal));
  }

  /**
   * Returns the same caller with interceptors.
   *
   * @param interceptors the first is the outermost
   * @return a caller of its own
   */
  public TestCaller with(ClientInterceptor... interceptors) {
    return new TestCaller(client, ClientInterceptors.interceptForward(inner, interceptors));
  }

  /**
   * Returns the calls of this caller; they are in the log of the client, too.
   *
   * @return the log, live
   */
  public CallLog calls() {
    return tracker.log();
  }

  /**
   * Fails if calls of this caller are open that nobody ended, and cancels those.
   *
   * @throws AssertionError if so; it names each
   */
  public void assertNoneOpen() {
    calls().assertNoneOpen(client.leakGrace());
  }
}
