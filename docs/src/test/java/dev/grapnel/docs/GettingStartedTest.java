package dev.grapnel.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.docs.ServerGuideTest.Greeter;
import dev.grapnel.server.GRPCServer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of docs/guide/getting-started.md. */
class GettingStartedTest {

  // region: server
  public static void main(String[] args) throws InterruptedException {
    GRPCConfig config = GRPCConfig.load();
    try (GRPCServer server = GRPCServer.from(config).addService(new Greeter()).build()) {
      server.start();
      server.awaitTermination();
    }
  }

  // endregion

  @BeforeEach
  void takeAnyFreePort() {
    System.setProperty("grpc.host", "127.0.0.1");
    System.setProperty("grpc.port", "0");
  }

  @AfterEach
  void forgetThePort() {
    System.clearProperty("grpc.host");
    System.clearProperty("grpc.port");
  }

  @Test
  @Timeout(60)
  void servesUntilItIsTold() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> serving =
        thread.submit(
            () -> {
              main(new String[0]);
              return null;
            });
    thread.shutdownNow();

    assertThatThrownBy(serving::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }
}
