package dev.grapnel.client.balancing;

import io.grpc.EquivalentAddressGroup;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that answers, fails or holds what it is asked, and counts. */
final class CheckServer extends HealthGrpc.HealthImplBase
    implements ServerInterceptor, AutoCloseable {

  private static final HealthCheckResponse SERVING =
      HealthCheckResponse.newBuilder().setStatus(HealthCheckResponse.ServingStatus.SERVING).build();

  final AtomicInteger calls = new AtomicInteger();
  final Set<Object> peers = ConcurrentHashMap.newKeySet();
  final Set<String> authorities = ConcurrentHashMap.newKeySet();
  final BlockingQueue<StreamObserver<HealthCheckResponse>> held = new LinkedBlockingQueue<>();
  private final int callsPerConnection;
  private volatile @Nullable Status failure;
  private volatile boolean isHolding;
  private final int port;
  private Server server;

  private CheckServer(int callsPerConnection) {
    this.callsPerConnection = callsPerConnection;
    server = listen(0);
    port = server.getPort();
  }

  static CheckServer start() {
    return start(Integer.MAX_VALUE);
  }

  static CheckServer start(int callsPerConnection) {
    return new CheckServer(callsPerConnection);
  }

  private Server listen(int port) {
    try {
      return NettyServerBuilder.forAddress(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
          .maxConcurrentCallsPerConnection(callsPerConnection)
          .addService(this)
          .intercept(this)
          .directExecutor()
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String target() {
    return "127.0.0.1:" + port;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  EquivalentAddressGroup group() {
    return new EquivalentAddressGroup(address());
  }

  CheckServer fail(Status with) {
    failure = with;
    return this;
  }

  CheckServer hold() {
    isHolding = true;
    return this;
  }

  CheckServer heal() {
    failure = null;
    isHolding = false;
    return this;
  }

  /** Answers a call that is held, or that comes soon. */
  void release() throws InterruptedException {
    StreamObserver<HealthCheckResponse> responses =
        Objects.requireNonNull(held.poll(20, TimeUnit.SECONDS), "no call is held");
    responses.onNext(SERVING);
    responses.onCompleted();
  }

  int callsSince(int before) {
    return calls.get() - before;
  }

  void kill() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }

  /** A client of the machine may have the port for a moment. */
  void restart() throws InterruptedException {
    for (int attempts = 100; ; attempts--) {
      try {
        server = listen(port);
        return;
      } catch (UncheckedIOException taken) {
        if (attempts == 0) {
          throw taken;
        }
        new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
      }
    }
  }

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
    calls.incrementAndGet();
    Status fails = failure;
    if (isHolding) {
      held.add(responses);
    } else if (fails != null) {
      responses.onError(fails.asRuntimeException());
    } else {
      responses.onNext(SERVING);
      responses.onCompleted();
    }
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    peers.add(Objects.requireNonNull(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
    authorities.add(String.valueOf(call.getAuthority()));
    return next.startCall(call, headers);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
