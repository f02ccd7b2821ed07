package dev.grapnel.samples.crypto.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.market.ManualSchedule;
import dev.grapnel.samples.crypto.market.Market;
import dev.grapnel.samples.crypto.market.PriceWalk;
import dev.grapnel.samples.crypto.proto.CryptoServiceGrpc;
import dev.grapnel.samples.crypto.store.CoinRepository;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.TcpProxy;
import dev.grapnel.samples.crypto.store.TestPostgres;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.health.HealthCheck;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers see while PostgreSQL is away, and that nothing is lost by it. */
@Timeout(60)
class DatabaseOutageIT {

  private final ManualSchedule schedule = new ManualSchedule();

  @Test
  void answersUnavailableUntilTheDatabaseIsBack() throws Exception {
    try (TcpProxy proxy = new TcpProxy(TestPostgres.port());
        Database database = Database.open(TestPostgres.freshDatabaseBehind(proxy.port()), 4);
        GRPCServer server = server(database);
        GRPCClient connection = connect(server);
        CancellableContext watching = Context.current().withCancellation()) {
      CryptoClient client = new CryptoClient(connection);
      Iterator<HealthCheckResponse> health = watching.call(() -> watch(connection));
      awaitStatus(health, ServingStatus.SERVING);
      client.deposit(1, "BTC", BigDecimal.ONE, "before");

      proxy.cut();

      assertUnavailable(catchThrowableOfType(RpcException.class, () -> client.getCoin("BTC")));
      assertUnavailable(
          catchThrowableOfType(
              RpcException.class, () -> client.deposit(1, "BTC", BigDecimal.ONE, "during")));
      schedule.pass(Duration.ofSeconds(1));
      awaitStatus(health, ServingStatus.NOT_SERVING);

      proxy.mend();

      awaitStatus(health, ServingStatus.SERVING);
      assertThat(client.getWallet(1, "BTC").getBalance()).isEqualTo("2.5");
      assertThat(client.deposit(1, "BTC", BigDecimal.ONE, "during").getWallet().getBalance())
          .isEqualTo("3.5");
      schedule.pass(Duration.ofSeconds(1));
      assertThat(client.getCoin("BTC").getUpdatedAt().getSeconds()).isPositive();
    }
  }

  private GRPCServer server(Database database) {
    PriceWalk walk = new PriceWalk(new Random(1), InstantSource.system());
    Market market = new Market(new CoinRepository(database), walk);
    market.start(schedule);
    GRPCServer server =
        GRPCServer.builder()
            .host("localhost")
            .port(0)
            .addService(
                new CryptoService(database, market, new PriceStreams(market, schedule)),
                service -> service.exceptionMapper(StoreFailures.MAPPER))
            .addHealthCheck(
                HealthCheck.of(CryptoServiceGrpc.SERVICE_NAME, database::answers)
                    .period(Duration.ofMillis(100)))
            .build();
    server.start();
    return server;
  }

  private static GRPCClient connect(GRPCServer server) {
    return GRPCClient.builder("localhost", server.port()).build();
  }

  private static Iterator<HealthCheckResponse> watch(GRPCClient connection) {
    HealthCheckRequest request =
        HealthCheckRequest.newBuilder().setService(CryptoServiceGrpc.SERVICE_NAME).build();
    return connection.stub(HealthGrpc::newBlockingStub).watch(request);
  }

  private static void awaitStatus(Iterator<HealthCheckResponse> health, ServingStatus expected) {
    ServingStatus status;
    do {
      status = health.next().getStatus();
    } while (status != expected);
  }

  private static void assertUnavailable(RpcException failure) {
    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.description()).isEqualTo("the database is unavailable, try again later");
  }
}
