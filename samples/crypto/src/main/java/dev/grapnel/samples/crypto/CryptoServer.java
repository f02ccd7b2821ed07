package dev.grapnel.samples.crypto;

import dev.grapnel.core.config.ConfigLoader;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.server.GRPCServer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the app "crypto" until it is told to stop. */
@Command(
    name = "crypto",
    mixinStandardHelpOptions = true,
    versionProvider = Program.class,
    description = {
      "Serves crypto.CryptoService.",
      "The database is in memory unless DATABASE_URL=postgres://user:password@host:5432/database is"
          + " set."
    })
public final class CryptoServer implements Callable<Integer> {

  @Option(names = "--port", description = "The port to listen on; 0 takes any free one.")
  private @Nullable Integer port;

  @Option(names = "--workers", description = "How many calls are worked on at once.")
  private @Nullable Integer workers;

  /** Starts the server. */
  public static void main(String... arguments) {
    System.exit(Program.run(new CryptoServer(), arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    ConfigLoader config = GRPCConfig.loader();
    if (port != null) {
      config.override("grpc.port", port.toString(), "--port");
    }
    if (workers != null) {
      config.override("grpc.max-workers", workers.toString(), "--workers");
    }
    try (GRPCServer server = GRPCServer.from(config.load()).enabledApps("crypto").build()) {
      server.start();
      server.awaitTermination();
    }
    return 0;
  }
}
