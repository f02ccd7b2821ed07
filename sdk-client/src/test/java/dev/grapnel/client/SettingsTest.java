package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.grapnel.core.policy.KeepAlive;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SettingsTest {

  private static final Metadata.Key<String> NOTE =
      Metadata.Key.of("note", Metadata.ASCII_STRING_MARSHALLER);

  @Test
  void callsTheFirstAddedInterceptorFirst() {
    List<String> order = new CopyOnWriteArrayList<>();
    try (HealthServer server = HealthServer.start();
        GRPCClient client =
            builder(server)
                .addInterceptor(new Noting("first", order))
                .addInterceptor(new Noting("second", order))
                .addInterceptor(new Noting("third", order))
                .build()) {
      Loopback.check(client);

      assertThat(order).containsExactly("first", "second", "third");
    }
  }

  @Test
  void refusesAMessageAboveTheDefaultSize() {
    assertThat(statusOfAMessageOf(5 << 20, builderOf(4 << 20)).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void takesTheSizeOfMessagesThatWasSet() {
    assertThat(statusOfAMessageOf(5 << 20, builderOf(6 << 20)).isOk()).isTrue();
    assertThat(statusOfAMessageOf(2000, builderOf(1000)).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void hasADefaultSizeOfFourMebibytes() {
    assertThat(statusOfAMessageOf((4 << 20) - 100, builder -> builder).isOk()).isTrue();
    assertThat(statusOfAMessageOf((4 << 20) + 100, builder -> builder).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void refusesHeadersAboveTheirSize() {
    assertThat(statusOfHeadersOf(10_000, builder -> builder).isOk()).isFalse();
    assertThat(statusOfHeadersOf(10_000, builder -> builder.maxInboundMetadataSize(20_000)).isOk())
        .isTrue();
  }

  @Test
  void runsCallbacksOnTheExecutor() {
    ExecutorService callbacks =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "callbacks"));
    try (HealthServer server = HealthServer.start();
        GRPCClient client = builder(server).executor(callbacks).build()) {
      CompletableFuture<String> thread = new CompletableFuture<>();
      client.stub(HealthGrpc::newStub).check(Loopback.ANY, new ThreadNoting(thread));

      assertThat(thread.join()).isEqualTo("callbacks");
    }
    assertThat(callbacks.isShutdown()).isFalse();
    callbacks.shutdown();
  }

  @Test
  void addressesTheServerByTheAuthority() {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = builder(server).authority("users.example:443").build()) {
      Loopback.check(client);

      assertThat(server.calls().get(0).authority()).isEqualTo("users.example:443");
    }
  }

  @Test
  void acceptsKeepAlive() {
    KeepAlive keepAlive = new KeepAlive(Duration.ofMinutes(1), Duration.ofSeconds(5));
    try (HealthServer server = HealthServer.start();
        GRPCClient client = builder(server).keepAlive(keepAlive).build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
    }
  }

  /** One setting on top of the defaults. */
  @FunctionalInterface
  private interface Setting {
    GRPCClientBuilder on(GRPCClientBuilder builder);
  }

  private static Setting builderOf(int maxInboundMessageSize) {
    return builder -> builder.maxInboundMessageSize(maxInboundMessageSize);
  }

  private static GRPCClientBuilder builder(HealthServer server) {
    return GRPCClient.builder("localhost", server.port());
  }

  private static Status statusOfAMessageOf(int bytes, Setting setting) {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFrom(new byte[bytes]))
            .build();
    HealthCheckResponse large =
        HealthCheckResponse.newBuilder()
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(1000, field).build())
            .build();
    try (HealthServer server = HealthServer.start(new Sending(large));
        GRPCClient client = setting.on(builder(server)).build()) {
      return status(client);
    }
  }

  private static Status statusOfHeadersOf(int bytes, Setting setting) {
    Metadata large = new Metadata();
    large.put(NOTE, "x".repeat(bytes));
    try (HealthServer server =
            HealthServer.start(
                new Answering(), MetadataUtils.newAttachMetadataServerInterceptor(large));
        GRPCClient client = setting.on(builder(server)).build()) {
      return status(client);
    }
  }

  private static Status status(GRPCClient client) {
    StatusRuntimeException failure =
        catchThrowableOfType(StatusRuntimeException.class, () -> Loopback.check(client));
    return failure == null ? Status.OK : failure.getStatus();
  }

  private record Noting(String name, List<String> order) implements ClientInterceptor {
    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      order.add(name);
      return next.newCall(method, options);
    }
  }

  private record ThreadNoting(CompletableFuture<String> thread)
      implements StreamObserver<HealthCheckResponse> {
    @Override
    public void onNext(HealthCheckResponse response) {
      thread.complete(Thread.currentThread().getName());
    }

    @Override
    public void onError(Throwable failure) {
      thread.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }

  private static final class Sending extends HealthGrpc.HealthImplBase {
    private final HealthCheckResponse response;

    private Sending(HealthCheckResponse response) {
      this.response = response;
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
      responses.onNext(response);
      responses.onCompleted();
    }
  }
}
