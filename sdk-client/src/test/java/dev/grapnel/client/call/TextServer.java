package dev.grapnel.client.call;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.GRPCClientBuilder;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** grpc-java's own server on a port of loopback, with methods that a test sets. */
final class TextServer implements AutoCloseable {

  /** How long a test waits for what must come. */
  static final long PATIENCE_SECONDS = 20;

  /** Too much for every window on the way, which grow to 8 MiB. */
  static final int MANY = 400;

  static final String LONG = "x".repeat(64 << 10);

  /** One permit for each call that was cancelled. */
  final Semaphore cancelled = new Semaphore(0);

  final List<String> received = new CopyOnWriteArrayList<>();
  volatile BiConsumer<String, ServerCallStreamObserver<String>> get = TextServer::echo;
  volatile Consumer<ServerCallStreamObserver<String>> watch = calls -> {};
  volatile Function<ServerCallStreamObserver<String>, StreamObserver<String>> chat = this::noting;
  private final Server server;

  TextServer() throws IOException {
    this(Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()));
  }

  TextServer(ServerBuilder<?> builder) throws IOException {
    server =
        builder
            .addService(
                ServerServiceDefinition.builder(Texts.SERVICE)
                    .addMethod(
                        Texts.GET,
                        ServerCalls.<String, String>asyncUnaryCall(
                            (request, responses) -> get.accept(request, call(responses))))
                    .addMethod(
                        Texts.WATCH,
                        ServerCalls.<String, String>asyncServerStreamingCall(
                            (request, responses) -> watch.accept(call(responses))))
                    .addMethod(
                        Texts.UPLOAD,
                        ServerCalls.<String, String>asyncClientStreamingCall(
                            responses -> chat.apply(call(responses))))
                    .addMethod(
                        Texts.CHAT,
                        ServerCalls.<String, String>asyncBidiStreamingCall(
                            responses -> chat.apply(call(responses))))
                    .build())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  GRPCClientBuilder clientBuilder() {
    return GRPCClient.builder("localhost", port());
  }

  /** Waits until calls were cancelled. */
  boolean sawCancelled(int calls) throws InterruptedException {
    return cancelled.tryAcquire(calls, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Lets all methods do the same as soon as they are called. */
  void always(Consumer<ServerCallStreamObserver<String>> behaviour) {
    get = (request, responses) -> behaviour.accept(responses);
    watch = behaviour;
    chat =
        responses -> {
          behaviour.accept(responses);
          return noting(responses);
        };
  }

  private static void echo(String request, StreamObserver<String> responses) {
    responses.onNext(request);
    responses.onCompleted();
  }

  /** Only notes what comes in. */
  StreamObserver<String> noting(StreamObserver<String> responses) {
    return requests(received::add, () -> {});
  }

  static StreamObserver<String> requests(Consumer<String> next, Runnable end) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String request) {
        next.accept(request);
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        end.run();
      }
    };
  }

  private ServerCallStreamObserver<String> call(StreamObserver<String> responses) {
    var call = (ServerCallStreamObserver<String>) responses;
    call.setOnCancelHandler(cancelled::release);
    return call;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
