package dev.grapnel.testing.guide;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.fake.FakeService;
import dev.grapnel.testing.fault.Fault;
import dev.grapnel.testing.fault.FaultInjector;
import dev.grapnel.testing.fault.FaultProxy;
import dev.grapnel.testing.fault.Occurrence;
import dev.grapnel.testing.time.VirtualClock;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultsAndTimeTest {

  private static final GetUserRequest ANYBODY = GetUserRequest.newBuilder().setId(123).build();

  // region: injector
  @Test
  void survivesAServerThatIsAwayNowAndThen() {
    FaultInjector faults =
        FaultInjector.seeded(42)
            .add(Fault.status(Status.UNAVAILABLE), Occurrence.every(2))
            .add(Fault.latency(Duration.ofMillis(1), Duration.ofMillis(5)), Occurrence.always())
            .build();
    GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(new UserService())
            .addInterceptor(faults.serverInterceptor())
            .build();
    try (client) {
      client.start();
      UserDirectory directory = new UserDirectory(client.channel());
      for (int i = 0; i < 10; i++) {
        assertThat(directory.nameOf(123)).isEqualTo("Test User");
      }
    }
    assertThat(faults.injected()).isNotEmpty();
  }

  // endregion

  // region: proxy
  @Test
  void outlivesANetworkThatStalls() throws Exception {
    GRPCTestClient server =
        GRPCTestClient.builder()
            .addService(new UserService())
            .transport(Transport.LOOPBACK)
            .build();
    try (server;
        var proxy = FaultProxy.to(server.start().port()).start();
        var client = GRPCTestClient.to("127.0.0.1", proxy.port()).start()) {
      var users = client.stub(UserServiceGrpc::newBlockingStub);

      proxy.stall(); // no byte passes, and nobody is told
      assertThatCall(() -> users.withDeadlineAfter(50, TimeUnit.MILLISECONDS).getUser(ANYBODY))
          .failsWith(Status.Code.DEADLINE_EXCEEDED);

      proxy.resume();
      assertThatCall(() -> users.getUser(ANYBODY)).succeeds();
    }
  }

  // endregion

  // region: clock
  @Test
  void asksForFiveSecondsAtMost() throws Exception {
    VirtualClock clock = VirtualClock.create();
    FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor(), clock.scheduler());
    users.when(UserServiceGrpc.getGetUserMethod()).thenNever();

    try (var client = GRPCTestClient.builder().addService(users).clock(clock).build().start()) {
      UserDirectory directory = new UserDirectory(client.channel());
      var name = CompletableFuture.supplyAsync(() -> directory.nameInTime(7));

      clock.awaitPendingTasks(1);
      clock.advance(Duration.ofSeconds(5));

      assertThatThrownBy(() -> name.get(10, TimeUnit.SECONDS))
          .hasMessageContaining("DEADLINE_EXCEEDED");
    }
  }
  // endregion
}
