package dev.grapnel.client.config;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server of {@link Things} that remembers when it was called. */
final class ThingsServer implements AutoCloseable {

  /** Answers one attempt of a call. */
  @FunctionalInterface
  interface Answer {
    /** Told which attempt it is, from 1. */
    void give(int attempt, StreamObserver<String> responses);
  }

  private final Server server;
  private final List<Long> attempts = new CopyOnWriteArrayList<>();

  private ThingsServer(Answer answer) throws IOException {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder("test.Things");
    for (MethodDescriptor<String, String> method :
        List.of(Things.GET, Things.REPLACE, Things.ADD)) {
      service.addMethod(
          method,
          ServerCalls.asyncUnaryCall(
              (request, responses) -> {
                int attempt;
                synchronized (attempts) {
                  attempts.add(System.nanoTime());
                  attempt = attempts.size();
                }
                answer.give(attempt, responses);
              }));
    }
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(service.build())
            .build()
            .start();
  }

  static ThingsServer start(Answer answer) throws IOException {
    return new ThingsServer(answer);
  }

  /** A channel to a port that refuses connections while a test runs. */
  static ManagedChannel toNobody(Socket holder, Map<String, ?> config) throws IOException {
    holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return channel(holder.getLocalPort(), config);
  }

  ManagedChannel channel(Map<String, ?> config) {
    return channel(server.getPort(), config);
  }

  private static ManagedChannel channel(int port, Map<String, ?> config) {
    return Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create())
        .defaultServiceConfig(config)
        .build();
  }

  int attempts() {
    return attempts.size();
  }

  /** Between the first attempt and the last. */
  long millisOfAttempts() {
    return TimeUnit.NANOSECONDS.toMillis(attempts.get(attempts.size() - 1) - attempts.get(0));
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
