package dev.grapnel.samples.crypto;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.ClientAuthInterceptor;
import dev.grapnel.interceptors.auth.TokenSource;
import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.service.CryptoHandlers;
import dev.grapnel.samples.crypto.service.CryptoService;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.testing.security.TestTokens;
import io.grpc.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Who may do what, on a server that authenticates. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CryptoAuthIT {

  private static final BigDecimal SOME = new BigDecimal("0.5");

  private final TestTokens tokens = TestTokens.hmac();
  private CallChain chain;
  private GRPCServer server;

  @BeforeAll
  void start() {
    GRPCConfig config =
        GRPCConfig.loader()
            .override("grpc.auth.enabled", "true", "test")
            .override("grpc.auth.secret", tokens.secret(), "test")
            .load();
    chain = CallChain.of(config, Map.of(), "127.0.0.1", 0);
    server =
        GRPCServer.from(config)
            .host("localhost")
            .port(0)
            .shutdownHook(Toggle.OFF)
            .addApp(new CryptoHandlers(Map.of()))
            .addInterceptor(chain.interceptor())
            .build();
    server.start();
  }

  @AfterAll
  void stop() {
    server.close();
    chain.close();
  }

  @Test
  void leavesCoinsPublic() {
    try (CryptoClient stranger = new CryptoClient("localhost:" + server.port())) {
      assertThat(stranger.getCoin("BTC").getSymbol()).isEqualTo("BTC");
      assertThat(stranger.listTopCoins(3)).hasSize(3);
      assertThat(stranger.getMarketStats().getTotalCoins()).isPositive();
      stranger.streamPrices(List.of("BTC"), Duration.ofSeconds(1)).close();
    }
  }

  @Test
  void asksForATokenBeforeItLooksIntoAWallet() {
    try (CryptoClient stranger = new CryptoClient("localhost:" + server.port())) {
      assertThatCall(() -> stranger.listWallets(1)).failsWith(Status.Code.UNAUTHENTICATED);
      assertThatCall(() -> stranger.deposit(1, "BTC", SOME)).failsWith(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void leavesAWalletToTheUserWhoseItIs() {
    try (CryptoClient first = client(Principal.builder("1").build())) {
      assertThat(first.listWallets(1)).isNotEmpty();
      assertThat(first.deposit(1, "BTC", SOME).getSuccess()).isTrue();
      assertThatCall(() -> first.listWallets(2)).failsWith(Status.Code.PERMISSION_DENIED);
      assertThatCall(() -> first.getPortfolio(999)).failsWith(Status.Code.PERMISSION_DENIED);
      assertThatCall(() -> first.deposit(2, "BTC", SOME)).failsWith(Status.Code.PERMISSION_DENIED);
      assertThatCall(() -> first.transfer(2, 1, "BTC", SOME))
          .failsWith(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void opensAllWalletsToAPermission() {
    Principal clerk =
        Principal.builder("1")
            .addPermission(CryptoService.CHANGE_ANY_WALLET)
            .addPermission(CryptoService.VIEW_ANY_WALLET)
            .build();
    try (CryptoClient client = client(clerk)) {
      assertThat(client.deposit(2, "BTC", SOME).getSuccess()).isTrue();
      assertThat(client.listWallets(2)).isNotEmpty();
    }
  }

  @Test
  void refusesAForgedTokenWithTheSameWords() {
    Principal someone = Principal.builder("1").build();
    for (String token :
        List.of(
            tokens.unsigned(someone), tokens.expired(someone), tokens.signedByAnother(someone))) {
      try (CryptoClient forger = client(token)) {
        assertThatCall(() -> forger.listWallets(1))
            .failsWith(Status.Code.UNAUTHENTICATED)
            .hasDescription("valid credentials are required");
      }
    }
  }

  private CryptoClient client(Principal principal) {
    return client(tokens.token(principal));
  }

  private CryptoClient client(String token) {
    return new CryptoClient(
        GRPCClient.builder("localhost", server.port())
            .addInterceptor(ClientAuthInterceptor.bearer(TokenSource.fixed(token)))
            .build());
  }
}
