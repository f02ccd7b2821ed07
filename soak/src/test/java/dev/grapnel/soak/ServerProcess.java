package dev.grapnel.soak;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.samples.crypto.CryptoServer;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A Grapnel server in a process of its own, with 256 MiB of heap; what it logs is kept in {@code
 * target/soak}. Closing kills it.
 */
final class ServerProcess implements AutoCloseable {

  /** What SIGTERM led to. */
  record Exit(int code, Duration time) {}

  /** For a JVM to start, or to answer, on a machine that does other things. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Clients take theirs from 32768 on, and would get in the way of a restart. */
  private static final int FIRST_PORT = 12_000;

  private static final int LAST_PORT = 32_000;
  private static final String ENDED = "ended";
  private static final AtomicInteger count = new AtomicInteger();

  private final Process process;
  private final Path log;
  private final PrintStream questions;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private volatile int port;
  private volatile long signalled;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    Thread reader = new Thread(this::read, "soak-server-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a server and waits until it serves. */
  static ServerProcess start(ServerOptions options) {
    return start(
        SoakServer.class,
        SoakForm.choose(1, 4),
        options.arguments(),
        started -> started.port = Integer.parseInt(started.answer()));
  }

  /** Starts the sample "crypto" and waits until it serves. */
  static ServerProcess startCrypto(int port) {
    return start(
        CryptoServer.class,
        1,
        List.of("--port", String.valueOf(port), "--metrics-port", "0"),
        started -> {
          started.port = port;
          started.awaitServing();
        });
  }

  /** A server of tier 1 starts in half the CPU time, where speed does not count. */
  private static ServerProcess start(
      Class<?> main, int tier, List<String> arguments, Consumer<ServerProcess> ready) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=" + tier,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    try {
      Path directory = Files.createDirectories(Path.of("target", "soak"));
      Path log =
          directory.resolve(
              "server-" + ProcessHandle.current().pid() + "-" + count.incrementAndGet() + ".log");
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      ServerProcess started = new ServerProcess(process, log);
      try {
        ready.accept(started);
        return started;
      } catch (RuntimeException | Error failure) {
        process.destroyForcibly();
        throw failure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds a port that stays free while its server restarts. */
  static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // The next one may be free.
      }
    }
  }

  int port() {
    return port;
  }

  long id() {
    return process.pid();
  }

  String target() {
    return "127.0.0.1:" + port;
  }

  /** Connects a client that has few threads. */
  GRPCClient client() throws InterruptedException {
    GRPCClient client = GRPCClient.builder(target()).executor(Runnable::run).build();
    client.connect(PATIENCE);
    return client;
  }

  /** Answers although the server is overloaded. */
  synchronized Memory memory() {
    questions.println();
    return Memory.parse(answer());
  }

  long logBytes() {
    return log.toFile().length();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM. Not {@link Process#destroy()}, which closes the streams too. */
  void signal() {
    signalled = System.nanoTime();
    process.toHandle().destroy();
  }

  /** Waits until the process has ended; counts from {@link #signal()}. */
  Exit awaitExit(Duration time) throws InterruptedException {
    long rest = time.toNanos() - (System.nanoTime() - signalled);
    if (!process.waitFor(rest, TimeUnit.NANOSECONDS)) {
      throw new AssertionError("still running " + time + " after SIGTERM; see " + log);
    }
    return new Exit(process.exitValue(), Duration.ofNanos(System.nanoTime() - signalled));
  }

  /** Sends SIGKILL, and waits for the end. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        answers.add(line);
      }
    } catch (IOException closed) {
      // The process was killed.
    } finally {
      answers.add(ENDED);
    }
  }

  private void awaitServing() {
    try {
      while (!isListening()) {
        if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("the server process has ended; see " + log);
        }
      }
      try (GRPCClient client = client()) {
        HealthCheckResponse health =
            client
                .stub(HealthGrpc::newBlockingStub)
                .withWaitForReady()
                .check(HealthCheckRequest.getDefaultInstance());
        if (health.getStatus() != ServingStatus.SERVING) {
          throw new IllegalStateException(target() + " is " + health.getStatus());
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private String answer() {
    try {
      String answer = answers.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      if (answer == null || answer.equals(ENDED)) {
        throw new IllegalStateException("the server process does not answer; see " + log);
      }
      return answer;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
