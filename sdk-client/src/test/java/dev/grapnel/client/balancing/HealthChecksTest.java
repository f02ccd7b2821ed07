package dev.grapnel.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.EquivalentAddressGroup;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthChecksTest {

  @Test
  void callsOnlyServersThatServeAService() throws Exception {
    try (HealthyServer one = HealthyServer.start();
        HealthyServer two = HealthyServer.start();
        SpreadChannel channel =
            SpreadChannel.open(
                LoadBalancing.roundRobin().healthChecking("shop"), one.group(), two.group())) {
      one.tell(ServingStatus.SERVING);
      two.tell(ServingStatus.NOT_SERVING);
      channel.check();
      avoid(channel, two);

      two.tell(ServingStatus.SERVING);
      reach(channel, two);
      one.tell(ServingStatus.NOT_SERVING);
      avoid(channel, one);
      assertThat(two.checks.get()).isPositive();
    }
  }

  @Test
  void callsServersThatTellNothingOfTheirHealth() {
    try (CheckServer silent = CheckServer.start();
        SpreadChannel channel =
            SpreadChannel.open(LoadBalancing.leastRequest().healthChecking(""), silent)) {
      channel.check(10);

      assertThat(silent.calls.get()).isEqualTo(10);
    }
  }

  private static void reach(SpreadChannel channel, HealthyServer server) {
    int before = server.checks.get();
    while (server.checks.get() == before) {
      channel.check();
    }
  }

  private static void avoid(SpreadChannel channel, HealthyServer server) {
    int before;
    do {
      before = server.checks.get();
      channel.check(20);
    } while (server.checks.get() > before);
  }

  /** Counts checks, but not the watches that health checks are made by. */
  private record HealthyServer(Server server, HealthStatusManager health, AtomicInteger checks)
      implements AutoCloseable {

    static HealthyServer start() throws IOException {
      HealthStatusManager health = new HealthStatusManager();
      AtomicInteger checks = new AtomicInteger();
      Server server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(ServerInterceptors.intercept(health.getHealthService(), counting(checks)))
              .build()
              .start();
      return new HealthyServer(server, health, checks);
    }

    private static ServerInterceptor counting(AtomicInteger checks) {
      return new ServerInterceptor() {
        @Override
        public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
          if (call.getMethodDescriptor().getType().serverSendsOneMessage()) {
            checks.incrementAndGet();
          }
          return next.startCall(call, headers);
        }
      };
    }

    void tell(ServingStatus status) {
      health.setStatus("shop", status);
    }

    EquivalentAddressGroup group() {
      return new EquivalentAddressGroup(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
    }

    @Override
    public void close() {
      server.shutdownNow();
    }
  }
}
