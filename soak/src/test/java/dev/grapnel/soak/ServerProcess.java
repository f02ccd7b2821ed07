package dev.grapnel.soak;

import dev.grapnel.client.GRPCClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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
  private final int port;
  private volatile long signalled;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    Thread reader = new Thread(this::read, "soak-server-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    port = Integer.parseInt(answer());
  }

  /** Starts a server and waits until it serves. */
  static ServerProcess start(ServerOptions options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // Starts in half the CPU time, where speed does not count.
                "-XX:TieredStopAtLevel=" + SoakForm.choose(1, 4),
                "-cp",
                System.getProperty("java.class.path"),
                SoakServer.class.getName()));
    command.addAll(options.arguments());
    try {
      Path directory = Files.createDirectories(Path.of("target", "soak"));
      Path log =
          directory.resolve(
              "server-" + ProcessHandle.current().pid() + "-" + count.incrementAndGet() + ".log");
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      try {
        return new ServerProcess(process, log);
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

  @Override
  public void close() {
    process.destroyForcibly();
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
