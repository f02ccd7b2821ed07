package dev.grapnel.interceptors.metrics;

import static dev.grapnel.interceptors.metrics.Metered.read;
import static dev.grapnel.interceptors.metrics.Metered.write;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls that end otherwise than their handler wants. */
class EndedCallsTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Metered metered = Metered.create();
  private final MetricsInterceptor metrics = MetricsInterceptor.create(metered.registry());

  /** Tells when a handler hears that its call is over: metrics have it then. */
  private static final class WatchedService extends NoteService {
    private final CountDownLatch cancelled = new CountDownLatch(1);

    @Override
    public StreamObserver<WriteRequest> chat(StreamObserver<Note> responses) {
      StreamObserver<WriteRequest> echo = super.chat(responses);
      return new StreamObserver<>() {
        @Override
        public void onNext(WriteRequest request) {
          echo.onNext(request);
        }

        @Override
        public void onError(Throwable failure) {
          cancelled.countDown();
        }

        @Override
        public void onCompleted() {}
      };
    }

    void awaitCancelled() throws InterruptedException {
      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void countsACancelledStreamOnce() throws Exception {
    WatchedService service = new WatchedService();
    try (var client =
        GRPCTestClient.builder().addService(service).addInterceptor(metrics).build().start()) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      client.stub(NoteServiceGrpc::newStub).chat(answers).onNext(write("a"));
      answers.awaitMessages(1);
      answers.cancel();
      service.awaitCancelled();
    }

    assertThat(metered.requests(NoteService.CHAT, "CANCELLED")).isEqualTo(1);
    assertThat(metered.ended(NoteService.CHAT)).isEqualTo(1);
    assertThat(metered.value("grpc_active_calls", NoteService.CHAT)).isZero();
  }

  @Test
  void countsAnAnswerAfterTheCancellationAsCancelled() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    NoteService service =
        new NoteService() {
          @Override
          public void read(ReadRequest request, StreamObserver<Note> responses) {
            CountDownLatch cancelled = new CountDownLatch(1);
            Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
            entered.countDown();
            try {
              assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
              responses.onCompleted();
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            } finally {
              answered.countDown();
            }
          }
        };
    try (var client =
        GRPCTestClient.builder().addService(service).addInterceptor(metrics).build().start()) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      client.stub(NoteServiceGrpc::newStub).read(read("a", 1), answers);
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
      answers.cancel();
      assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(metered.requests(NoteService.READ, "CANCELLED")).isEqualTo(1);
    }

    assertThat(metered.ended(NoteService.READ)).isEqualTo(1);
  }

  @Test
  void countsOnceWhatIsAnsweredAndCancelledAtTheSameTime() throws Exception {
    int calls = 200;
    CountDownLatch over = new CountDownLatch(2 * calls);
    Semaphore entered = new Semaphore(0);
    NoteService service =
        new NoteService() {
          @Override
          public void read(ReadRequest request, StreamObserver<Note> responses) {
            var call = (ServerCallStreamObserver<Note>) responses;
            call.setOnCancelHandler(over::countDown);
            call.setOnCloseHandler(over::countDown);
            entered.release();
            Runnable answer =
                () -> {
                  try {
                    responses.onCompleted();
                  } finally {
                    over.countDown();
                  }
                };
            new Thread(answer).start();
          }
        };
    try (var client =
        GRPCTestClient.builder().addService(service).addInterceptor(metrics).build().start()) {
      for (int i = 0; i < calls; i++) {
        StreamRecorder<Note> answers = StreamRecorder.create();
        client.stub(NoteServiceGrpc::newStub).read(read("a", 1), answers);
        assertThat(entered.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        answers.cancel();
      }
      assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    }

    double answered = metered.requests(NoteService.READ, "OK");
    double cancelled = metered.requests(NoteService.READ, "CANCELLED");
    assertThat(answered + cancelled).isEqualTo(calls);
    assertThat(metered.ended(NoteService.READ)).isEqualTo(calls);
    assertThat(metered.value("grpc_active_calls", NoteService.READ)).isZero();
  }

  @Test
  void countsAPassedDeadlineWithTheTimeItTook() throws Exception {
    VirtualClock clock = VirtualClock.create();
    Metered timed = timedBy(clock);
    WatchedService service = new WatchedService();
    MetricsInterceptor timing = MetricsInterceptor.create(timed.registry());
    try (var client =
        GRPCTestClient.builder()
            .addService(service)
            .addInterceptor(timing)
            .addClientInterceptor(timing)
            .clock(clock)
            .build()
            .start()) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      client
          .stub(NoteServiceGrpc::newStub)
          .withDeadline(clock.deadlineAfter(LIMIT))
          .chat(answers)
          .onNext(write("a"));
      answers.awaitMessages(1);
      clock.advance(LIMIT);
      assertThat(answers.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      service.awaitCancelled();
    }

    assertThat(timed.requests(NoteService.CHAT, "DEADLINE_EXCEEDED")).isEqualTo(1);
    assertThat(timed.clientRequests(NoteService.CHAT, "DEADLINE_EXCEEDED")).isEqualTo(1);
    PrometheusPage page = timed.page();
    String bucket = "grpc_request_duration_seconds_bucket";
    assertThat(page.value(bucket, "method", NoteService.CHAT, "le", "2.0")).isZero();
    assertThat(page.value(bucket, "method", NoteService.CHAT, "le", "5.0")).isEqualTo(1);
    assertThat(page.value("grpc_request_duration_seconds_sum", "method", NoteService.CHAT))
        .isEqualTo(5);
  }

  private static Metered timedBy(VirtualClock clock) {
    Clock virtual =
        new Clock() {
          @Override
          public long wallTime() {
            return clock.instant().toEpochMilli();
          }

          @Override
          public long monotonicTime() {
            return clock.read();
          }
        };
    return new Metered(
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), virtual));
  }

  @Test
  void countsInAPlainServerWhatItsHandlersThrow() throws Exception {
    NoteService service =
        new NoteService() {
          @Override
          public void write(WriteRequest request, StreamObserver<Note> responses) {
            throw new IllegalStateException("broken");
          }
        };
    String name = InProcessServerBuilder.generateName();
    ExecutorService workers = Executors.newCachedThreadPool();
    var server =
        InProcessServerBuilder.forName(name)
            .addService(service)
            .intercept(metrics)
            .executor(workers)
            .build()
            .start();
    var channel = InProcessChannelBuilder.forName(name).build();
    try {
      var notes = NoteServiceGrpc.newBlockingStub(channel);
      assertThatCall(() -> notes.write(write("a"))).failsWith(Status.Code.UNKNOWN);
      assertThatCall(() -> notes.read(read("a", 1))).succeeds();
    } finally {
      channel.shutdownNow();
      server.shutdownNow().awaitTermination();
      workers.shutdown();
      assertThat(workers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(metered.requests(NoteService.WRITE, "UNKNOWN")).isEqualTo(1);
    assertThat(metered.ended(NoteService.WRITE)).isEqualTo(1);
    assertThat(metered.requests(NoteService.READ, "OK")).isEqualTo(1);
  }
}
