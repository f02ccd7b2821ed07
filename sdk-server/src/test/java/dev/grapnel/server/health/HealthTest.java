package dev.grapnel.server.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final String ECHO = "echo.v1.EchoService";
  private static final Duration OFTEN = Duration.ofMillis(5);

  private static HealthCheckRequest request(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }

  private static ServingStatus status(RunningServer running, String service) {
    return HealthGrpc.newBlockingStub(running.channel()).check(request(service)).getStatus();
  }

  /** What a watcher was told, and how its call ended. */
  private static final class Watch implements StreamObserver<HealthCheckResponse> {
    private final BlockingQueue<ServingStatus> told = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    static Watch start(RunningServer running, String service) {
      Watch watch = new Watch();
      HealthGrpc.newStub(running.channel()).watch(request(service), watch);
      return watch;
    }

    @Override
    public void onNext(HealthCheckResponse response) {
      told.add(response.getStatus());
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }

    void await(ServingStatus status) throws InterruptedException {
      while (told.take() != status) {
        // Statuses in between may be told or skipped.
      }
    }
  }

  @Test
  void servesEveryServiceWithoutChecks() {
    try (RunningServer running =
        RunningServer.start(RunningServer.builder().addService(new EchoService()))) {
      assertThat(status(running, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(status(running, ECHO)).isEqualTo(ServingStatus.SERVING);
      RpcException unknown =
          RpcException.from(catchThrowable(() -> status(running, "no.such.Service")));
      assertThat(unknown.code()).isEqualTo(Status.Code.NOT_FOUND);
    }
  }

  @Test
  void followsTheCheckAndTellsWatchers() throws Exception {
    AtomicBoolean healthy = new AtomicBoolean(true);
    HealthCheck check = HealthCheck.of(ECHO, healthy::get).period(OFTEN);
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder().addService(new EchoService()).addHealthCheck(check))) {
      Watch service = Watch.start(running, ECHO);
      Watch all = Watch.start(running, "");
      service.await(ServingStatus.SERVING);
      all.await(ServingStatus.SERVING);
      healthy.set(false);
      service.await(ServingStatus.NOT_SERVING);
      all.await(ServingStatus.NOT_SERVING);
      assertThat(status(running, ECHO)).isEqualTo(ServingStatus.NOT_SERVING);
      healthy.set(true);
      service.await(ServingStatus.SERVING);
      all.await(ServingStatus.SERVING);
    }
  }

  @Test
  void countsAProbeThatHangsOrThrowsAsUnhealthy() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean hang = new AtomicBoolean();
    HealthCheck check =
        HealthCheck.of(
                ECHO,
                () -> {
                  if (hang.get()) {
                    never.await();
                  }
                  return true;
                })
            .period(OFTEN)
            .timeout(Duration.ofMillis(20));
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder().addService(new EchoService()).addHealthCheck(check))) {
      Watch watch = Watch.start(running, ECHO);
      watch.await(ServingStatus.SERVING);
      hang.set(true);
      watch.await(ServingStatus.NOT_SERVING);
      hang.set(false);
      watch.await(ServingStatus.SERVING);
    }
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
  void tellsWatchersThatItStopsAndEndsTheirCalls() throws Exception {
    RunningServer running =
        RunningServer.start(RunningServer.builder().addService(new EchoService()));
    Watch watch = Watch.start(running, "");
    watch.await(ServingStatus.SERVING);
    running.server().close();
    watch.await(ServingStatus.NOT_SERVING);
    assertThatThrownBy(watch.end::get)
        .isInstanceOf(ExecutionException.class)
        .satisfies(
            e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    running.close();
  }

  @Test
  void answersWhileAllWorkersAreBusy() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    EchoService blocking =
        new EchoService(
            text -> {
              busy.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return text;
            });
    try (RunningServer running =
        RunningServer.start(RunningServer.builder().maxWorkers(1).addService(blocking))) {
      CompletableFuture<EchoResponse> call = new CompletableFuture<>();
      var unused =
          CompletableFuture.runAsync(
              () -> call.complete(running.echo().unary(EchoRequest.getDefaultInstance())));
      busy.await();
      assertThat(status(running, "")).isEqualTo(ServingStatus.SERVING);
      release.countDown();
      assertThat(call.get()).isNotNull();
    }
  }

  @Test
  void isNotThereWhenSwitchedOff() {
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder().health(Toggle.OFF).addService(new EchoService()))) {
      RpcException refused = RpcException.from(catchThrowable(() -> status(running, "")));
      assertThat(refused.code()).isEqualTo(Status.Code.UNIMPLEMENTED);
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
