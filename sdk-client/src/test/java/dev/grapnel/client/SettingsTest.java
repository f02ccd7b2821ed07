package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.testing.fake.Reply;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
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
    assertThat(codeOfAMessageOf(5 << 20, builderOf(4 << 20)))
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void takesTheSizeOfMessagesThatWasSet() {
    assertThat(codeOfAMessageOf(5 << 20, builderOf(6 << 20))).isEqualTo(Status.Code.OK);
    assertThat(codeOfAMessageOf(2000, builderOf(1000))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void hasADefaultSizeOfFourMebibytes() {
    assertThat(codeOfAMessageOf((4 << 20) - 100, builder -> builder)).isEqualTo(Status.Code.OK);
    assertThat(codeOfAMessageOf((4 << 20) + 100, builder -> builder))
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void refusesHeadersAboveTheirSize() {
    assertThat(codeOfHeadersOf(10_000, builder -> builder)).isEqualTo(Status.Code.INTERNAL);
    assertThat(codeOfHeadersOf(10_000, builder -> builder.maxInboundMetadataSize(20_000)))
        .isEqualTo(Status.Code.OK);
  }

  @Test
  void runsCallbacksOnTheExecutor() {
    ExecutorService callbacks =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "callbacks"));
    try (HealthServer server = HealthServer.start();
        GRPCClient client = builder(server).executor(callbacks).build()) {
      CompletableFuture<StreamObserver<HealthCheckResponse>> held = server.holdNextCheck();
      CompletableFuture<String> thread = new CompletableFuture<>();
      client
          .stub(HealthGrpc::newFutureStub)
          .check(Loopback.ANY)
          .addListener(() -> thread.complete(Thread.currentThread().getName()), Runnable::run);

      held.join().onError(Status.ABORTED.asException());

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

  private static Status.Code codeOfAMessageOf(int bytes, Setting setting) {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFrom(new byte[bytes]))
            .build();
    return codeOf(
        Reply.of(
            HealthCheckResponse.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder().addField(1000, field).build())
                .build()),
        setting);
  }

  private static Status.Code codeOfHeadersOf(int bytes, Setting setting) {
    Metadata large = new Metadata();
    large.put(NOTE, "x".repeat(bytes));
    return codeOf(Reply.of(HealthServer.SERVING).headers(large), setting);
  }

  private static Status.Code codeOf(Reply<HealthCheckResponse> reply, Setting setting) {
    try (HealthServer server = HealthServer.start();
        GRPCClient client = setting.on(builder(server)).build()) {
      server.health().when(HealthGrpc.getCheckMethod()).then(reply);
      return Loopback.codeOf(() -> Loopback.check(client));
    }
  }

  private record Noting(String name, List<String> order) implements ClientInterceptor {
    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      order.add(name);
      return next.newCall(method, options);
    }
  }
}
