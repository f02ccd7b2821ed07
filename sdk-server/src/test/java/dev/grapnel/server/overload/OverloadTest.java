package dev.grapnel.server.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.Gate;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverloadTest {

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private final Gate gate = new Gate();
  private final Vitals vitals = new Vitals();

  /** Remembers what the server tells of itself. */
  private static final class Vitals implements ServerAwareInterceptor {

    private final AtomicReference<List<Vital>> told = new AtomicReference<>(List.of());

    @Override
    public void serverVitals(List<Vital> vitals) {
      told.set(vitals);
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return next.startCall(call, headers);
    }

    int read(String name) {
      return told.get().stream()
          .filter(vital -> vital.name().equals(name))
          .mapToInt(vital -> (int) vital.value().getAsDouble())
          .sum();
    }

    int rejected(String reason) {
      return told.get().stream()
          .filter(vital -> vital.labels().containsValue(reason))
          .mapToInt(vital -> (int) vital.value().getAsDouble())
          .sum();
    }

    void await(String name, int value) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (read(name) != value && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(read(name)).as(name).isEqualTo(value);
    }
  }

  private GRPCServerBuilder builder() {
    return RunningServer.builder().addInterceptor(vitals);
  }

  @Test
  void answersAtOnceWhatComesAboveTheNumberOfCalls() throws Exception {
    GRPCServerBuilder builder =
        builder()
            .maxWorkers(1)
            .overload(overload -> overload.maxCalls(1))
            .addService(new EchoService(gate::hold));
    try (RunningServer running = RunningServer.start(builder)) {
      StreamRecorder<EchoResponse> first = running.begin("first");
      gate.awaitHeld();

      assertThatThrownBy(() -> running.echo("second"))
          .isInstanceOfSatisfying(StatusRuntimeException.class, OverloadTest::isARefusal);

      assertThat(vitals.rejected("calls")).isEqualTo(1);
      gate.open();
      assertThat(first.awaitMessages(1)).containsExactly(EchoService.response("first"));
      vitals.await("grpc.server.calls.in.flight", 0);
      assertThat(running.echo("third")).isEqualTo("third");
    }
  }

  private static void isARefusal(StatusRuntimeException refusal) {
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refusal.getStatus().getDescription())
        .isEqualTo("the server is overloaded: too many calls run");
    long millis = Long.parseLong(refusal.getTrailers().get(PUSHBACK));
    assertThat(millis).isBetween(100L, 200L);
    com.google.protobuf.Duration delay =
        RpcException.from(refusal).details().retryInfo().orElseThrow().getRetryDelay();
    assertThat(delay)
        .isEqualTo(
            com.google.protobuf.Duration.newBuilder().setNanos((int) millis * 1_000_000).build());
  }

  @Test
  void boundsCallsOnTheEventLoopToo() {
    GRPCServerBuilder builder =
        builder()
            .executor(CallExecutor.eventLoop())
            .overload(overload -> overload.maxCalls(2))
            .addService(new EchoService());
    try (RunningServer running = RunningServer.start(builder)) {
      List<StreamRecorder<EchoResponse>> open = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        StreamRecorder<EchoResponse> answers = StreamRecorder.create();
        running.stub(EchoServiceGrpc::newStub).bidiStream(answers);
        open.add(answers);
      }
      vitals.await("grpc.server.calls.in.flight", 2);
      assertThatThrownBy(() -> running.echo("x")).hasMessageContaining("too many calls run");
      open.forEach(StreamRecorder::cancel);
      vitals.await("grpc.server.calls.in.flight", 0);
      assertThat(running.echo("x")).isEqualTo("x");
    }
  }

  @Test
  void letsOnlySoManyWaitForAPool() throws Exception {
    GRPCServerBuilder builder =
        builder()
            .maxWorkers(1)
            .overload(
                overload ->
                    overload
                        .maxWaiting(2)
                        .maxWait(Duration.ofHours(1))
                        .targetWait(Duration.ofHours(1), Duration.ofHours(1)))
            .addService(new EchoService(gate::hold));
    try (RunningServer running = RunningServer.start(builder)) {
      List<StreamRecorder<EchoResponse>> calls = new ArrayList<>();
      calls.add(running.begin("runs"));
      gate.awaitHeld();
      calls.add(running.begin("waits"));
      vitals.await("grpc.server.calls.waiting", 1);
      calls.add(running.begin("waits"));
      vitals.await("grpc.server.calls.waiting", 2);

      assertThatThrownBy(() -> running.echo("x")).hasMessageContaining("too many calls wait");

      assertHealthy(running);
      gate.open();
      calls.forEach(call -> assertThat(call.awaitMessages(1)).hasSize(1));
      vitals.await("grpc.server.calls.waiting", 0);
    }
  }

  private static void assertHealthy(RunningServer running) {
    assertThat(
            running
                .stub(HealthGrpc::newBlockingStub)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void neverStartsACallWhoseDeadlinePassedWhileItWaited() throws Exception {
    Queue<String> started = new ConcurrentLinkedQueue<>();
    GRPCServerBuilder builder =
        builder()
            .maxWorkers(1)
            .overload(RunningServer::patient)
            .addService(
                new EchoService(
                    text -> {
                      started.add(text);
                      return gate.hold(text);
                    }));
    try (RunningServer running = RunningServer.start(builder)) {
      StreamRecorder<EchoResponse> first = running.begin("first");
      gate.awaitHeld();
      StreamRecorder<EchoResponse> late = StreamRecorder.create();
      running
          .stub(EchoServiceGrpc::newStub)
          .withDeadlineAfter(Duration.ofSeconds(1))
          .unary(EchoService.request("late"), late);
      vitals.await("grpc.server.calls.waiting", 1);
      assertThat(late.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      vitals.await("grpc.server.calls.in.flight", 1);
      // The network thread answers, so it is through with the end of the late call.
      assertHealthy(running);
      gate.open();
      first.awaitMessages(1);
      running.echo("next");
      assertThat(started).containsExactly("first", "next");
      assertThat(vitals.rejected("expired") + vitals.rejected("cancelled")).isEqualTo(1);
    }
  }

  @Test
  void neverStartsACallThatWaitedForTooLong() throws Exception {
    GRPCServerBuilder builder = builder().maxWorkers(1).addService(new EchoService(gate::hold));
    try (RunningServer running = RunningServer.start(builder)) {
      StreamRecorder<EchoResponse> first = running.begin("first");
      gate.awaitHeld();
      StreamRecorder<EchoResponse> second = running.begin("second");
      vitals.await("grpc.server.calls.waiting", 1);
      assertThat(new CountDownLatch(1).await(1100, TimeUnit.MILLISECONDS)).isFalse();
      gate.open();
      assertThat(first.awaitMessages(1)).hasSize(1);
      assertThat(second.awaitEnd().getDescription())
          .isEqualTo("the server is overloaded: the call waited too long");
      assertThat(vitals.rejected("waited")).isEqualTo(1);
    }
  }

  @Test
  void tellsHowLongACallWaited() throws Exception {
    Queue<Duration> waits = new ConcurrentLinkedQueue<>();
    GRPCServerBuilder builder =
        builder()
            .maxWorkers(1)
            .overload(RunningServer::patient)
            .addService(
                new EchoService(
                    text -> {
                      waits.add(CallContext.current().queueWait());
                      return gate.hold(text);
                    }));
    try (RunningServer running = RunningServer.start(builder)) {
      running.begin("first");
      gate.awaitHeld();
      StreamRecorder<EchoResponse> second = running.begin("second");
      vitals.await("grpc.server.calls.waiting", 1);
      assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
      gate.open();
      assertThat(second.awaitMessages(1)).hasSize(1);
      assertThat(waits)
          .hasSize(2)
          .last()
          .satisfies(w -> assertThat(w).isGreaterThan(Duration.ofMillis(5)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsTheLimitByItselfWhereThatIsChosen(boolean adaptive) throws Exception {
    GRPCServerBuilder builder =
        builder()
            .maxWorkers(100)
            .overload(overload -> overload.maxCalls(4))
            .addService(new EchoService(gate::hold));
    if (adaptive) {
      builder.overload(OverloadOptions::adaptive);
    }
    try (RunningServer running = RunningServer.start(builder)) {
      List<StreamRecorder<EchoResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(running.begin("x"));
      }
      vitals.await("grpc.server.calls.in.flight", 4);
      assertThat(vitals.read("grpc.server.calls.limit")).isEqualTo(adaptive ? 4 : 0);
      gate.open();
      calls.forEach(call -> assertThat(call.awaitMessages(1)).hasSize(1));
    }
  }

  @Test
  void saysWhatIsWrongWithItsLimits() {
    assertThatThrownBy(
            () ->
                builder()
                    .addService(new EchoService())
                    .overload(
                        overload ->
                            overload
                                .maxCalls(0)
                                .maxWaiting(-1)
                                .targetWait(Duration.ofSeconds(2), Duration.ofSeconds(1))
                                .maxWait(Duration.ofMillis(1)))
                    .build())
        .isInstanceOfSatisfying(
            ConfigException.class,
            failure ->
                assertThat(failure.problems())
                    .containsExactly(
                        "overload.maxCalls is 0: expected a number above zero",
                        "overload.maxWaiting is -1: expected a number above zero",
                        "overload.targetWait is PT2S, above its interval of PT1S",
                        "the interval of overload.targetWait is PT1S, above overload.maxWait of"
                            + " PT0.001S"));
  }
}
