package dev.grapnel.benchmarks;

import dev.grapnel.benchmarks.v1.BenchmarkServiceGrpc;
import io.grpc.ClientInterceptor;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The client's side of one {@link ServerProcess}. */
final class RunningServer implements AutoCloseable {

  /** All variants get the token, whether they look at it or not. */
  private static final ClientInterceptor CREDENTIALS =
      MetadataUtils.newAttachHeadersInterceptor(Chains.credentials());

  private final Variant variant;
  private final ChildProcess process;
  private final ManagedChannel channel;

  private RunningServer(Variant variant, ChildProcess process) throws IOException {
    this.variant = variant;
    this.process = process;
    int port = Math.toIntExact(process.readNumber());
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port, InsecureChannelCredentials.create())
            .directExecutor()
            .build();
  }

  static RunningServer start(Variant variant) throws IOException {
    return new RunningServer(
        variant,
        ChildProcess.start(
            System.getProperty(variant.traces() ? "benchmark.class-path" : "java.class.path"),
            List.of("-Dbenchmark.log=" + log(variant)),
            ServerProcess.class,
            variant.name()));
  }

  private static Path log(Variant variant) {
    return Path.of(System.getProperty("java.io.tmpdir"), "grapnel-benchmark-" + variant + ".log");
  }

  Variant variant() {
    return variant;
  }

  BenchmarkServiceGrpc.BenchmarkServiceStub stub() {
    return BenchmarkServiceGrpc.newStub(channel).withInterceptors(CREDENTIALS);
  }

  /** CPU nanoseconds that the server's process has used so far, over all threads. */
  long cpuTime() throws IOException {
    return process.ask("cpu");
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.close();
    deleteLogs();
  }

  private void deleteLogs() {
    for (String number : List.of("", ".1")) {
      try {
        Files.deleteIfExists(Path.of(log(variant) + number));
      } catch (IOException e) {
        System.err.println("cannot delete " + e.getMessage());
      }
    }
  }
}
