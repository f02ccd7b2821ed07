package dev.grapnel.testing;

import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.lifecycle.DrainSignal;
import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.BindableService;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Builds a {@link GRPCTestClient}. Not thread-safe. */
public final class GRPCTestClientBuilder {

  private final List<Object> services = new ArrayList<>();
  private final List<ServerInterceptor> interceptors = new ArrayList<>();
  private final List<ClientInterceptor> clientInterceptors = new ArrayList<>();
  private ExceptionMapper exceptionMapper = ExceptionMapper.defaults();
  private @Nullable Transport transport;
  private @Nullable VirtualClock clock;
  private @Nullable Executor executor;
  private @Nullable String host;
  private @Nullable ServerCredentials serverCredentials;
  private @Nullable ChannelCredentials channelCredentials;
  private int maxInboundMessageSize = ServerSettings.MAX_MESSAGE;
  private int maxInboundMetadataSize = ServerSettings.MAX_METADATA;
  private Duration callLimit = ClientSettings.CALL_LIMIT;
  private Duration leakGrace = ClientSettings.LEAK_GRACE;

  GRPCTestClientBuilder() {}

  /**
   * Adds a service: a real one, a {@code FakeService}, or a mock of its generated base class.
   *
   * @param service the service
   * @return this builder
   */
  public GRPCTestClientBuilder addService(BindableService service) {
    services.add(service);
    return this;
  }

  /**
   * Adds a service that is bound already.
   *
   * @param service the service
   * @return this builder
   */
  public GRPCTestClientBuilder addService(ServerServiceDefinition service) {
    services.add(service);
    return this;
  }

  /**
   * Adds an interceptor of the server. The first one added is the outermost; each sees {@code
   * CallContext}.
   *
   * @param interceptor the interceptor
   * @return this builder
   */
  public GRPCTestClientBuilder addInterceptor(ServerInterceptor interceptor) {
    interceptors.add(interceptor);
    return this;
  }

  /**
   * Adds an interceptor of the client. The first one added is the outermost.
   *
   * @param interceptor the interceptor
   * @return this builder
   */
  public GRPCTestClientBuilder addClientInterceptor(ClientInterceptor interceptor) {
    clientInterceptors.add(interceptor);
    return this;
  }

  /**
   * Chooses what carries the calls. The default is {@link Transport#configured()}, or {@link
   * Transport#IN_PROCESS} with a {@link #clock}.
   *
   * @param transport in process or a port of loopback
   * @return this builder
   */
  public GRPCTestClientBuilder transport(Transport transport) {
    this.transport = transport;
    return this;
  }

  /**
   * Says which exception becomes which status. The default is {@link ExceptionMapper#defaults()}.
   *
   * @param mapper the rules
   * @return this builder
   */
  public GRPCTestClientBuilder exceptionMapper(ExceptionMapper mapper) {
    this.exceptionMapper = mapper;
    return this;
  }

  /**
   * Lets deadlines pass only when a virtual clock is advanced, on both sides. A deadline that a
   * stub sets in real time is moved to the clock when the call is made. In process only.
   *
   * @param clock the clock
   * @return this builder
   */
  public GRPCTestClientBuilder clock(VirtualClock clock) {
    this.clock = clock;
    return this;
  }

  /**
   * Chooses where handlers and the callbacks of the client run. The default is a pool of daemon
   * threads of this client; {@code Runnable::run} makes everything happen on the calling thread,
   * which suits handlers that never wait: one that does hangs the test, out of reach of {@link
   * #callLimit}.
   *
   * @param executor the executor; stays open
   * @return this builder
   */
  public GRPCTestClientBuilder executor(Executor executor) {
    this.executor = executor;
    return this;
  }

  /**
   * Chooses the address that the server listens on. The default is 127.0.0.1. Loopback only.
   *
   * @param host an address of this machine, for example {@code ::1}, or {@code 0.0.0.0} or {@code
   *     ::} for all of them
   * @return this builder
   */
  public GRPCTestClientBuilder host(String host) {
    this.host = host;
    return this;
  }

  /**
   * Chooses TLS or whatever else for the connection. The default is plaintext. Loopback only.
   *
   * @param server what the server shows
   * @param channel what the client trusts
   * @return this builder
   */
  public GRPCTestClientBuilder credentials(ServerCredentials server, ChannelCredentials channel) {
    this.serverCredentials = server;
    this.channelCredentials = channel;
    return this;
  }

  /**
   * Chooses TLS or mutual TLS for the connection, with files that are read now. The default is
   * plaintext. Loopback only.
   *
   * @param server what the server shows, for example {@code TestAuthority.server("localhost")}
   * @param client what the client trusts, for example {@code TestAuthority.client()}
   * @return this builder
   * @throws dev.grapnel.core.security.TlsException if a file cannot be used
   */
  public GRPCTestClientBuilder transportSecurity(
      TransportSecurity server, TransportSecurity client) {
    return credentials(
        TransportCredentials.server(server).credentials(),
        TransportCredentials.channel(client).credentials());
  }

  /**
   * Limits each message, on both sides. The default is 4 MiB.
   *
   * @param bytes at least 1
   * @return this builder
   */
  public GRPCTestClientBuilder maxInboundMessageSize(int bytes) {
    this.maxInboundMessageSize = bytes;
    return this;
  }

  /**
   * Limits the metadata of a call, on both sides. The default is 8 KiB.
   *
   * @param bytes at least 1
   * @return this builder
   */
  public GRPCTestClientBuilder maxInboundMetadataSize(int bytes) {
    this.maxInboundMetadataSize = bytes;
    return this;
  }

  /**
   * Ends calls that hang, so that a test with a mistake fails instead of waiting for ever: after
   * this time a call ends with CANCELLED and a description that says so. The default is 20 s, in
   * real time even if there is a virtual clock.
   *
   * @param limit the time, more than zero
   * @return this builder
   */
  public GRPCTestClientBuilder callLimit(Duration limit) {
    this.callLimit = limit;
    return this;
  }

  /**
   * Waits for calls and channels that are just ending before {@link GRPCTestClient#close()} calls
   * them leaked. The default is 1 s.
   *
   * @param grace the time, zero or more
   * @return this builder
   */
  public GRPCTestClientBuilder leakGrace(Duration grace) {
    this.leakGrace = grace;
    return this;
  }

  /**
   * Checks everything at once.
   *
   * @return a client that is not started yet
   * @throws IllegalArgumentException if something is wrong; it says what, and lists the services
   */
  public GRPCTestClient build() {
    Transport carrier = carrier();
    List<String> problems = new ArrayList<>();
    BoundServices bound = BoundServices.of(services, problems);
    interceptors.stream()
        .filter(ServerAwareInterceptor.class::isInstance)
        .map(ServerAwareInterceptor.class::cast)
        .forEach(
            aware -> {
              problems.addAll(aware.problems(List.copyOf(bound.definitions())));
              problems.addAll(aware.implementationProblems(implementations()));
            });
    checkTransport(carrier, problems);
    check("maxInboundMessageSize", maxInboundMessageSize > 0, maxInboundMessageSize, problems);
    check("maxInboundMetadataSize", maxInboundMetadataSize > 0, maxInboundMetadataSize, problems);
    check("callLimit", callLimit.compareTo(Duration.ZERO) > 0, callLimit, problems);
    if (leakGrace.isNegative()) {
      problems.add("leakGrace is %s: expected zero or more".formatted(leakGrace));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "this GRPCTestClient cannot be built:\n  - " + String.join("\n  - ", problems));
    }
    DrainSignal drain = new DrainSignal();
    ServerSettings server =
        new ServerSettings(
            bound,
            List.copyOf(interceptors),
            exceptionMapper,
            drain,
            clock,
            executor,
            host,
            maxInboundMessageSize,
            maxInboundMetadataSize,
            serverCredentials == null ? InsecureServerCredentials.create() : serverCredentials,
            channelCredentials == null ? InsecureChannelCredentials.create() : channelCredentials);
    return new GRPCTestClient(
        (principals, failures) ->
            carrier == Transport.LOOPBACK
                ? NettyTransport.loopback(server, principals, failures)
                : InProcessTransport.start(server, principals, failures),
        bound,
        new ClientSettings(List.copyOf(clientInterceptors), callLimit, leakGrace, drain));
  }

  private Transport carrier() {
    if (transport != null) {
      return transport;
    }
    return clock == null ? Transport.configured() : Transport.IN_PROCESS;
  }

  private List<Class<?>> implementations() {
    List<Class<?>> classes = new ArrayList<>();
    services.stream()
        .filter(BindableService.class::isInstance)
        .forEach(service -> classes.add(service.getClass()));
    return classes;
  }

  private void checkTransport(Transport carrier, List<String> problems) {
    if (carrier == Transport.LOOPBACK && clock != null) {
      problems.add(
          "clock is set, but the transport is LOOPBACK: a virtual clock works in process only");
    }
    if (carrier == Transport.IN_PROCESS && host != null) {
      problems.add(
          "host is %s, but the transport is IN_PROCESS: expected transport(LOOPBACK)"
              .formatted(host));
    }
    if (carrier == Transport.IN_PROCESS && serverCredentials != null) {
      problems.add(
          "credentials are set, but the transport is IN_PROCESS: expected transport(LOOPBACK)");
    }
  }

  private static void check(String name, boolean right, Object value, List<String> problems) {
    if (!right) {
      problems.add("%s is %s: expected more than zero".formatted(name, value));
    }
  }
}
