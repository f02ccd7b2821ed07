package dev.grapnel.benchmarks;

import dev.grapnel.benchmarks.v1.BenchmarkServiceGrpc;
import io.grpc.ClientInterceptor;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The client's side of one {@link ServerProcess}. */
final class RunningServer implements AutoCloseable {

  /** The same for all variants. */
  private static final List<String> JVM_FLAGS =
      List.of("-Xms256m", "-Xmx256m", "-XX:+UseParallelGC");

  /** All variants get the token, whether they look at it or not. */
  private static final ClientInterceptor CREDENTIALS =
      MetadataUtils.newAttachHeadersInterceptor(Chains.credentials());

  private final Variant variant;
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;
  private final ManagedChannel channel;

  private RunningServer(Variant variant, Process process) throws IOException {
    this.variant = variant;
    this.process = process;
    this.answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    int port = Math.toIntExact(readNumber());
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port, InsecureChannelCredentials.create())
            .directExecutor()
            .build();
  }

  static RunningServer start(Variant variant) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.add("-Dbenchmark.log=" + log(variant));
    command.add("-cp");
    command.add(classPath(variant));
    command.add(ServerProcess.class.getName());
    command.add(variant.name());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new RunningServer(variant, process);
  }

  private static Path log(Variant variant) {
    return Path.of(System.getProperty("java.io.tmpdir"), "grapnel-benchmark-" + variant + ".log");
  }

  private static String classPath(Variant variant) {
    return System.getProperty(variant.traces() ? "benchmark.class-path" : "java.class.path");
  }

  Variant variant() {
    return variant;
  }

  BenchmarkServiceGrpc.BenchmarkServiceStub stub() {
    return BenchmarkServiceGrpc.newStub(channel).withInterceptors(CREDENTIALS);
  }

  /** CPU nanoseconds that the server's process has used so far, over all threads. */
  long cpuTime() throws IOException {
    questions.println("cpu");
    return readNumber();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    questions.close();
    process.destroy();
    deleteLogs();
  }

  private void deleteLogs() {
    for (String number : List.of("", ".1")) {
      try {
        process.waitFor();
        Files.deleteIfExists(Path.of(log(variant) + number));
      } catch (IOException e) {
        System.err.println("cannot delete " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long readNumber() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the server process of " + variant + " has ended");
    }
    return Long.parseLong(line);
  }
}
