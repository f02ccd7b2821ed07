package dev.grapnel.samples.crypto;

import dev.grapnel.core.config.ConfigLoader;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.samples.crypto.service.CryptoHandlers;
import dev.grapnel.samples.crypto.store.DatabaseAddress;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.doctor.Diagnosis;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the app "crypto" until it is told to stop. */
@Command(
    name = "crypto",
    mixinStandardHelpOptions = true,
    versionProvider = Program.class,
    description = {
      "Serves crypto.CryptoService.",
      "The database is in memory unless DATABASE_URL=postgres://user:password@host:5432/database is"
          + " set.",
      "GRPC_AUTH_ENABLED=true GRPC_AUTH_SECRET=... asks for tokens, OTEL_... sends traces."
    })
public final class CryptoServer implements Callable<Integer> {

  @Option(names = "--port", description = "The port to listen on; 0 takes any free one.")
  private @Nullable Integer port;

  @Option(names = "--workers", description = "How many calls are worked on at once.")
  private @Nullable Integer workers;

  @Option(
      names = "--metrics-host",
      defaultValue = "${METRICS_HOST:-127.0.0.1}",
      description = "Where metrics are served (default: ${DEFAULT-VALUE}; METRICS_HOST).")
  private String metricsHost = "127.0.0.1";

  @Option(
      names = "--metrics-port",
      defaultValue = "${METRICS_PORT:-9464}",
      description = "The port of /metrics; 0 takes any free one (default: 9464; METRICS_PORT).")
  private int metricsPort = 9464;

  @Option(
      names = "--doctor",
      description = {
        "Tells what is wrong with the server that would start, and how to mend it; opens no port",
        "and no database. The exit code is 1 if there is an error."
      })
  private boolean doctor;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec spec;

  /** Starts the server. */
  public static void main(String... arguments) {
    System.exit(Program.run(new CryptoServer(), arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    ConfigLoader loader = GRPCConfig.loader();
    if (port != null) {
      loader.override("grpc.port", port.toString(), "--port");
    }
    if (workers != null) {
      loader.override("grpc.max-workers", workers.toString(), "--workers");
    }
    if (doctor) {
      return examine(loader);
    }
    GRPCConfig config = loader.load();
    try (CallChain chain = chain(config);
        GRPCServer server =
            GRPCServer.from(config)
                .enabledApps("crypto")
                .addInterceptor(chain.interceptor())
                .build()) {
      chain.start();
      server.start();
      server.awaitTermination();
    }
    return 0;
  }

  /** The same server but for its data, which are in memory: the real ones would be migrated. */
  private int examine(ConfigLoader loader) {
    DatabaseAddress.from(System.getenv());
    loader.override("grpc.auto-register-apps", "false", "--doctor");
    loader.override("grpc.enabled-apps", "", "--doctor");
    GRPCConfig config = loader.load();
    try (CallChain chain = chain(config);
        GRPCServer server =
            GRPCServer.from(config)
                .addApp(new CryptoHandlers(Map.of()))
                .addInterceptor(chain.interceptor())
                .build()) {
      Diagnosis diagnosis = server.diagnose();
      spec.commandLine().getOut().println(diagnosis.text());
      return diagnosis.exitCode();
    }
  }

  private CallChain chain(GRPCConfig config) {
    return CallChain.of(config, System.getenv(), metricsHost, metricsPort);
  }
}
