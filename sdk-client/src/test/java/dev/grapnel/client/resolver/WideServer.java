package dev.grapnel.client.resolver;

import dev.grapnel.client.GRPCClient;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server that listens to all addresses of this machine and knows which of them were called: on
 * Linux 127.0.0.1 to 127.0.0.255 are all here.
 */
final class WideServer implements AutoCloseable {

  private final Set<String> called = new ConcurrentSkipListSet<>();
  private final CountDownLatch watched = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final Server server;

  private WideServer() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Health())
            .intercept(new Addresses())
            .build()
            .start();
  }

  static WideServer start() {
    try {
      return new WideServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  /** Calls until exactly these addresses have been called a few times in a row. */
  void callUntilCalled(GRPCClient client, String... addresses) {
    Set<String> expected = new TreeSet<>(Set.of(addresses));
    HealthGrpc.HealthBlockingStub stub = client.stub(HealthGrpc::newBlockingStub);
    do {
      called.clear();
      for (int i = 0; i < 4 * addresses.length; i++) {
        HealthCheckResponse unused = stub.check(HealthCheckRequest.getDefaultInstance());
      }
    } while (!called.equals(expected));
  }

  /** Waits until a watch has come; its answer waits for {@link #answerWatch()}. */
  void awaitWatch() throws InterruptedException {
    if (!watched.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody watches");
    }
  }

  void answerWatch() {
    mayAnswer.countDown();
  }

  @Override
  public void close() {
    mayAnswer.countDown();
    server.shutdownNow();
  }

  private final class Health extends HealthGrpc.HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
      responses.onNext(HealthCheckResponse.getDefaultInstance());
      responses.onCompleted();
    }

    @Override
    public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
      watched.countDown();
      try {
        if (mayAnswer.await(30, TimeUnit.SECONDS)) {
          check(request, responses);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class Addresses implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      InetSocketAddress address =
          (InetSocketAddress)
              Objects.requireNonNull(call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
      called.add(address.getAddress().getHostAddress());
      return next.startCall(call, headers);
    }
  }
}
