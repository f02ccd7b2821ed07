package dev.grapnel.testing;

import dev.grapnel.core.security.Principal;
import dev.grapnel.testing.call.CallLog;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import java.util.function.Function;

/**
 * A channel with the services at its other end in the same process: no server, no port, no socket.
 *
 * <pre>{@code
 * try (var channel = FakeChannel.of(new UserService())) {
 *   User user = channel.stub(UserServiceGrpc::newBlockingStub).getUser(request);
 * }
 * }</pre>
 *
 * <p>Messages pass through their marshallers as bytes, metadata is copied, and sizes are limited as
 * on the wire; all four call kinds, deadlines and cancellation are grpc-java's own. It is always in
 * process; {@link GRPCTestClient} offers the same over a real port, and all settings. Thread-safe.
 */
public final class FakeChannel extends Channel implements AutoCloseable {

  private final GRPCTestClient client;

  private FakeChannel(GRPCTestClient client) {
    this.client = client;
  }

  /**
   * Opens a channel to services.
   *
   * @param services the services, at least one
   * @return the channel, open
   * @throws IllegalArgumentException if there is none, or one twice
   */
  public static FakeChannel of(BindableService... services) {
    GRPCTestClientBuilder builder = GRPCTestClient.builder().transport(Transport.IN_PROCESS);
    for (BindableService service : services) {
      builder.addService(service);
    }
    return new FakeChannel(builder.build().start());
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
    return client.stub(factory);
  }

  /**
   * Calls as a principal: {@code CallContext.principal()} of each call is that principal.
   *
   * @param principal who calls
   * @return stubs and a channel of that caller
   */
  public TestCaller as(Principal principal) {
    return client.as(principal);
  }

  /**
   * Returns every call that was made over this channel.
   *
   * @return the log, live
   */
  public CallLog calls() {
    return client.calls();
  }

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> newCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options) {
    return client.channel().newCall(method, options);
  }

  @Override
  public String authority() {
    return client.channel().authority();
  }

  /**
   * Ends the channel and its services; a second time does nothing.
   *
   * @throws AssertionError if a call was left open; everything is closed all the same
   */
  @Override
  public void close() {
    client.close();
  }
}
