package dev.grapnel.server.health;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.Gate;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final String ECHO = "echo.v1.EchoService";
  private static final Duration OFTEN = Duration.ofMillis(5);

  private final VirtualClock clock = VirtualClock.create();
  private final ExecutorService probes = Executors.newSingleThreadExecutor();

  @AfterEach
  void endProbes() {
    probes.shutdownNow();
  }

  private static HealthCheckRequest request(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  private static ServingStatus status(RunningServer running, String service) {
    return running.stub(HealthGrpc::newBlockingStub).check(request(service)).getStatus();
  }

  private static StreamRecorder<HealthCheckResponse> watch(RunningServer running, String service) {
    StreamRecorder<HealthCheckResponse> watch = StreamRecorder.create();
    running.stub(HealthGrpc::newStub).watch(request(service), watch);
    return watch;
  }

  /** Waits until a watcher was told a status last; those in between may be told or skipped. */
  private static void await(StreamRecorder<HealthCheckResponse> watch, ServingStatus status) {
    List<HealthCheckResponse> told = watch.awaitMessages(1);
    while (told.get(told.size() - 1).getStatus() != status) {
      told = watch.awaitMessages(told.size() + 1);
    }
  }

  @Test
  void servesEveryServiceWithoutChecks() {
    try (RunningServer running = RunningServer.start(new EchoService())) {
      assertThat(status(running, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(status(running, ECHO)).isEqualTo(ServingStatus.SERVING);
      assertThatCall(() -> status(running, "no.such.Service")).failsWith(Status.Code.NOT_FOUND);
    }
  }

  @Test
  void followsTheCheckAndTellsWatchers() {
    AtomicBoolean healthy = new AtomicBoolean(true);
    HealthCheck check = HealthCheck.of(ECHO, healthy::get).period(OFTEN);
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder().addService(new EchoService()).addHealthCheck(check))) {
      StreamRecorder<HealthCheckResponse> service = watch(running, ECHO);
      StreamRecorder<HealthCheckResponse> all = watch(running, "");
      await(service, ServingStatus.SERVING);
      await(all, ServingStatus.SERVING);
      healthy.set(false);
      await(service, ServingStatus.NOT_SERVING);
      await(all, ServingStatus.NOT_SERVING);
      assertThat(status(running, ECHO)).isEqualTo(ServingStatus.NOT_SERVING);
      healthy.set(true);
      await(service, ServingStatus.SERVING);
      await(all, ServingStatus.SERVING);
      service.cancel();
      all.cancel();
    }
  }

  @Test
  void countsAProbeThatHangsOrThrowsAsUnhealthy() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicReference<HealthProbe> probe = new AtomicReference<>(() -> true);
    Duration timeout = Duration.ofSeconds(1);
    Duration period = Duration.ofSeconds(4);
    HealthCheck check =
        HealthCheck.of(ECHO, () -> probe.get().isHealthy()).period(period).timeout(timeout);
    ServiceHealth health = new ServiceHealth(check, () -> {});
    health.schedule(clock.scheduler(), probes);
    look(Duration.ZERO);
    assertThat(health.isHealthy()).isTrue();

    probe.set(
        () -> {
          hangs.countDown();
          never.await();
          return true;
        });
    clock.advance(period);
    assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();
    clock.advance(timeout.minusNanos(1));
    assertThat(health.isHealthy()).isTrue();
    look(Duration.ofNanos(1));
    assertThat(health.isHealthy()).isFalse();

    probe.set(() -> true);
    look(period.minus(timeout));
    assertThat(health.isHealthy()).isTrue();
    probe.set(
        () -> {
          throw new IllegalStateException("no database");
        });
    look(period);
    assertThat(health.isHealthy()).isFalse();
  }

  @Test
  void looksAgainAfterAProbeThatFoundNoThreadInTime() throws Exception {
    Duration timeout = Duration.ofSeconds(1);
    Duration period = Duration.ofSeconds(4);
    CountDownLatch busy = new CountDownLatch(1);
    ServiceHealth health =
        new ServiceHealth(
            HealthCheck.of(ECHO, () -> true).period(period).timeout(timeout), () -> {});
    Future<?> other =
        probes.submit(
            () -> {
              busy.await();
              return null;
            });
    health.schedule(clock.scheduler(), probes);
    clock.advance(timeout);
    assertThat(health.isHealthy()).isFalse();

    busy.countDown();
    other.get(10, TimeUnit.SECONDS);
    look(period.minus(timeout));

    assertThat(health.isHealthy()).isTrue();
  }

  /** Advances time and waits for the probe that this starts or gives up. */
  private void look(Duration time) throws Exception {
    clock.advance(time);
    probes.submit(() -> {}).get(10, TimeUnit.SECONDS);
  }

  @Test
  void toleratesAsManyFailuresAsTheThresholdAllows() {
    ServiceHealth health =
        new ServiceHealth(HealthCheck.of(ECHO, () -> true).failureThreshold(3), () -> {});
    health.record(true, null);
    health.record(false, "one");
    health.record(false, "two");
    assertThat(health.isHealthy()).isTrue();
    health.record(false, "three");
    assertThat(health.isHealthy()).isFalse();
    health.record(true, null);
    assertThat(health.isHealthy()).isTrue();
  }

  @Test
  void tellsWatchersThatItStopsAndEndsTheirCalls() {
    try (RunningServer running = RunningServer.start(new EchoService())) {
      StreamRecorder<HealthCheckResponse> watch = watch(running, "");
      await(watch, ServingStatus.SERVING);
      running.server().close();
      await(watch, ServingStatus.NOT_SERVING);
      assertThat(watch).failsWith(Status.Code.UNAVAILABLE).hasDescription("the server is stopping");
    }
  }

  @Test
  void answersWhileAllWorkersAreBusy() throws Exception {
    Gate gate = new Gate();
    GRPCServerBuilder builder =
        RunningServer.builder().maxWorkers(1).addService(new EchoService(gate::hold));
    try (RunningServer running = RunningServer.start(builder)) {
      StreamRecorder<EchoResponse> call = running.begin("busy");
      gate.awaitHeld();
      assertThat(status(running, "")).isEqualTo(ServingStatus.SERVING);
      gate.open();
      assertThat(call).completesNormally().hasReceived(EchoService.response("busy"));
    }
  }

  @Test
  void isNotThereWhenSwitchedOff() {
    GRPCServerBuilder builder =
        RunningServer.builder().health(Toggle.OFF).addService(new EchoService());
    try (RunningServer running = RunningServer.start(builder)) {
      assertThatCall(() -> status(running, "")).failsWith(Status.Code.UNIMPLEMENTED);
    }
  }

  @Test
  void refusesACheckOfAServiceThatIsNotThere() {
    assertThatThrownBy(
            () ->
                RunningServer.builder()
                    .addService(new EchoService())
                    .addHealthCheck(HealthCheck.of("no.such.Service", () -> true))
                    .build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "a health check speaks for no.such.Service, but the services are " + ECHO);
    assertThatThrownBy(() -> HealthCheck.of(ECHO, () -> true).period(Duration.ZERO))
        .hasMessageContaining(ECHO)
        .hasMessageContaining("above zero");
  }
}
