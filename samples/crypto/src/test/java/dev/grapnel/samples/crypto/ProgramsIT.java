package dev.grapnel.samples.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.server.GRPCServer;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The two programs, as a person starts them. */
@Timeout(60)
class ProgramsIT {

  private record Outcome(int exitCode, String output, String error) {}

  @TempDir Path folder;

  @Test
  void theClientShowsEveryMethod() {
    try (GRPCServer server =
        GRPCServer.builder().host("localhost").port(0).enabledApps("crypto").build()) {
      server.start();
      StringWriter out = new StringWriter();

      int exitCode =
          new CommandLine(new CryptoClientDemo())
              .setOut(new PrintWriter(out))
              .execute("--port", String.valueOf(server.port()));

      assertThat(exitCode).isZero();
      assertThat(out.toString())
          .contains("GetCoin", "GetTopCoins", "SearchCoins", "ListCoins", "GetWallet", "Deposit")
          .contains("Withdraw", "Transfer", "ListWallets", "GetPortfolio", "GetMarketStats")
          .contains("GetTrendingCoins", "FAILED_PRECONDITION", "StreamPrices");
    }
  }

  @Test
  void theServerSaysThatItsPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      Outcome outcome =
          server(Map.of(), "--port", String.valueOf(taken.getLocalPort()), "--metrics-port", "0");

      assertFailedInOneLine(outcome);
      assertThat(outcome.error()).contains("port " + taken.getLocalPort() + " is already in use");
    }
  }

  @Test
  void theServerSaysThatItsDatabaseIsAway() throws Exception {
    Outcome outcome =
        server(
            Map.of("DATABASE_URL", "postgres://user:secret@localhost:1/market"),
            "--port",
            "0",
            "--metrics-port",
            "0");

    assertFailedInOneLine(outcome);
    assertThat(outcome.error())
        .startsWith("crypto: cannot open the database at localhost:1/market: ");
  }

  @Test
  void theServerSaysHowADatabaseUrlLooks() throws Exception {
    Outcome outcome =
        server(
            Map.of("DATABASE_URL", "jdbc:postgresql://user:secret@localhost/market"),
            "--metrics-port",
            "0");

    assertFailedInOneLine(outcome);
    assertThat(outcome.error()).startsWith("crypto: DATABASE_URL must have the form postgres://");
  }

  @Test
  void theServerSaysThatItsConfigurationIsBad() throws Exception {
    Outcome outcome = server(Map.of("GRPC_PORT", "many"));

    assertFailedInOneLine(outcome);
    assertThat(outcome.error()).contains("many");
  }

  @Test
  void theDoctorExaminesTheServerThatWouldStartAndOpensNothing() throws Exception {
    try (ServerSocket port = new ServerSocket(0);
        ServerSocket metrics = new ServerSocket(0)) {
      Outcome outcome =
          server(
              Map.of(
                  "DATABASE_URL", "postgres://user:secret@localhost:1/market",
                  "GRPC_AUTO_REGISTER_APPS", "true",
                  "GRPC_MAX_WORKER", "3"),
              "--doctor",
              "--port",
              String.valueOf(port.getLocalPort()),
              "--metrics-port",
              String.valueOf(metrics.getLocalPort()));

      assertThat(outcome.error()).isEmpty();
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.output().lines())
          .contains("Doctor: errors 0, warnings 2, notes 0")
          .contains("WARNING  plaintext", "WARNING  setting-ignored")
          .noneMatch(line -> line.contains("serves gRPC"));
    }
  }

  @Test
  void theDoctorFailsWhereTheClassPathIsMixed() throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Automatic-Module-Name", "io.grpc.stub");
    manifest.getMainAttributes().putValue("Implementation-Version", "1.84.0");
    Path old = folder.resolve("grpc-stub-1.84.0.jar");
    new JarOutputStream(Files.newOutputStream(old), manifest).close();

    Outcome outcome = run(Map.of(), List.of("--doctor"), File.pathSeparator + old);

    assertThat(outcome.exitCode()).isOne();
    assertThat(outcome.output().lines())
        .contains("ERROR  grpc-skew")
        .anyMatch(line -> line.contains("grpc-stub-1.84.0.jar among 1."));
  }

  @Test
  void theDoctorSaysWhatKeepsAServerFromStarting() throws Exception {
    Outcome outcome = server(Map.of("GRPC_PORT", "many"), "--doctor");

    assertFailedInOneLine(outcome);
    assertThat(outcome.error()).contains("many");
  }

  @Test
  void theTokenProgramSaysThatItHasNoSecret() {
    StringWriter error = new StringWriter();

    int exitCode =
        new CommandLine(new CryptoToken())
            .setErr(new PrintWriter(error))
            .setExecutionExceptionHandler(
                (failure, line, parsed) -> {
                  line.getErr().println(failure.getMessage());
                  return 1;
                })
            .execute("--user", "1");

    assertThat(exitCode).isOne();
    assertThat(error.toString()).contains("GRPC_AUTH_SECRET is not set");
  }

  private static void assertFailedInOneLine(Outcome outcome) {
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error().lines()).hasSize(1);
    assertThat(outcome.error()).doesNotContain("secret");
  }

  /** In a process of its own, for the sake of its environment, its exit code and its last words. */
  private Outcome server(Map<String, String> environment, String... arguments) throws Exception {
    return run(environment, List.of(arguments), "");
  }

  private Outcome run(Map<String, String> environment, List<String> arguments, String moreClassPath)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path") + moreClassPath,
            CryptoServer.class.getName());
    builder.command().addAll(arguments);
    builder.environment().putAll(environment);
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), Files.readString(output), error);
  }
}
