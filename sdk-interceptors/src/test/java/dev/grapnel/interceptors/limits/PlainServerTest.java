package dev.grapnel.interceptors.limits;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceStub;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server of plain grpc-java: no CallContext, nobody who maps exceptions. */
class PlainServerTest {

  private static void with(Consumer<NoteServiceStub> test, ServerInterceptor... interceptors)
      throws Exception {
    String name = InProcessServerBuilder.generateName();
    Server server =
        InProcessServerBuilder.forName(name)
            .addService(ServerInterceptors.interceptForward(new NoteService(), interceptors))
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    try {
      test.accept(NoteServiceGrpc.newStub(channel));
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
      assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesCalls(CallKind kind) throws Exception {
    with(
        stub -> {
          assertThat(kind.call(stub).awaitEnd().isOk()).isTrue();
          assertThat(kind.call(stub)).failsWith(Status.Code.RESOURCE_EXHAUSTED);
        },
        ConcurrencyLimitInterceptor.of(10, LimitKey.principal()),
        RateLimitInterceptor.of(RateLimit.of(1, Duration.ofHours(1)), LimitKey.principal()));
  }

  @ParameterizedTest
  @EnumSource
  void defersCalls(CallKind kind) throws Exception {
    with(
        stub -> {
          assertThat(kind.call(stub).awaitEnd().isOk()).isTrue();
          assertThat(kind.call(stub).awaitEnd().isOk()).isTrue();
        },
        late());
  }

  @ParameterizedTest
  @EnumSource
  void failsADeferredCallWhoseStartThrows(CallKind kind) throws Exception {
    ServerInterceptor broken =
        new ServerInterceptor() {
          @Override
          public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
              ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            throw new IllegalStateException("secret");
          }
        };
    with(
        stub ->
            assertThat(kind.call(stub))
                .failsWith(Status.Code.INTERNAL)
                .hasDescriptionContaining("request id"),
        late(),
        broken);
  }

  private static RateLimitInterceptor late() {
    return RateLimitInterceptor.builder(RateLimit.perSecond(1), LimitKey.all())
        .storeTimeout(Duration.ofMinutes(1))
        .store(
            (limit, subject) ->
                new CompletableFuture<Decision>()
                    .completeOnTimeout(Decision.allowed(), 20, TimeUnit.MILLISECONDS))
        .build();
  }
}
