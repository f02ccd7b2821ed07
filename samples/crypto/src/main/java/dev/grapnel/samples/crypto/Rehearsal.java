package dev.grapnel.samples.crypto;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.samples.crypto.client.CryptoClient;
import dev.grapnel.samples.crypto.service.CryptoHandlers;
import dev.grapnel.server.GRPCServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Starts the server on a database in memory, calls it and stops. The JVM records which classes that
 * takes, and starts in half the time from then on; see {@code samples/run}.
 */
public final class Rehearsal {

  private Rehearsal() {}

  /** Starts, calls, stops. */
  public static void main(String... arguments) {
    GRPCConfig config = GRPCConfig.defaults();
    try (CallChain chain = CallChain.of(config, Map.of(), "127.0.0.1", 0);
        GRPCServer server =
            GRPCServer.from(config)
                .host("127.0.0.1")
                .port(0)
                .addApp(new CryptoHandlers(Map.of()))
                .addInterceptor(chain.interceptor())
                .build()) {
      chain.start();
      server.start();
      GRPCClient connection = GRPCClient.builder("127.0.0.1", server.port()).build();
      try (CryptoClient client = new CryptoClient(connection)) {
        client.getCoin("BTC");
        client.listWallets(1);
        client.streamPrices(List.of("BTC"), Duration.ofSeconds(1)).close();
      }
    }
  }
}
