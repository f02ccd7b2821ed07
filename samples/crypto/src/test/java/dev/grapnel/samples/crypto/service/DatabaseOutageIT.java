package dev.grapnel.samples.crypto.service;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.TestPostgres;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.health.HealthCheck;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.fault.FaultProxy;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers see while PostgreSQL is away, and that nothing is lost by it. */
@Timeout(60)
class DatabaseOutageIT {

  private final StreamRecorder<HealthCheckResponse> health = StreamRecorder.create();
  private int healthRead;

  @Test
  void answersUnavailableUntilTheDatabaseIsBack() {
    try (FaultProxy proxy = FaultProxy.to(TestPostgres.port()).start();
        Database database = Database.open(TestPostgres.freshDatabaseBehind(proxy.port()), 4);
        TestCrypto crypto = new TestCrypto(database);
        GRPCServer server = server(crypto, database);
        GRPCClient connection = GRPCClient.builder("localhost", server.port()).build()) {
      CryptoClient client = new CryptoClient(connection);
      watchHealth(connection);
      awaitHealth(ServingStatus.SERVING);
      client.deposit(1, "BTC", BigDecimal.ONE, "before");

      proxy.refuse();
      proxy.cut();

      assertUnavailable(() -> client.getCoin("BTC"));
      assertUnavailable(() -> client.deposit(1, "BTC", BigDecimal.ONE, "during"));
      crypto.clock.advance(TestCrypto.TICK);
      awaitHealth(ServingStatus.NOT_SERVING);

      proxy.accept();

      awaitHealth(ServingStatus.SERVING);
      assertThat(client.getWallet(1, "BTC").getBalance()).isEqualTo("2.5");
      assertThat(client.deposit(1, "BTC", BigDecimal.ONE, "during").getWallet().getBalance())
          .isEqualTo("3.5");
      crypto.clock.advance(TestCrypto.TICK);
      assertThat(client.getCoin("BTC").getUpdatedAt().getSeconds())
          .isEqualTo(crypto.clock.instant().getEpochSecond());
      health.cancel();
    }
  }

  private static GRPCServer server(TestCrypto crypto, Database database) {
    GRPCServer server =
        GRPCServer.builder()
            .host("localhost")
            .port(0)
            .addService(crypto.service, service -> service.exceptionMapper(StoreFailures.MAPPER))
            .addHealthCheck(
                HealthCheck.of(CryptoServiceGrpc.SERVICE_NAME, database::answers)
                    .period(Duration.ofMillis(100)))
            .build();
    server.start();
    return server;
  }

  private void watchHealth(GRPCClient connection) {
    HealthCheckRequest request =
        HealthCheckRequest.newBuilder().setService(CryptoServiceGrpc.SERVICE_NAME).build();
    connection.stub(HealthGrpc::newStub).watch(request, health);
  }

  private void awaitHealth(ServingStatus expected) {
    HealthCheckResponse next;
    do {
      healthRead++;
      next = health.awaitMessages(healthRead).get(healthRead - 1);
    } while (next.getStatus() != expected);
  }

  private static void assertUnavailable(Callable<?> call) {
    assertThatCall(call)
        .failsWith(Status.Code.UNAVAILABLE)
        .hasDescription("the database is unavailable, try again later");
  }
}
