package dev.grapnel.interceptors.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits that pass while handlers send, wait or close. */
@Timeout(60)
class DeadlineRaceTest {

  private static final int CALLS = 20;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Together more than 8 MiB, which is as far as grpc-java opens the window of a connection. */
  private static final int LARGE_NOTES = 100;

  private static final int LARGE_NOTE = 100_000;

  private final VirtualClock clock = VirtualClock.create();

  @RepeatedTest(3)
  void endsCallsWhileTheirHandlersSend() {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    NoteService busy =
        new NoteService() {
          @Override
          public void read(ReadRequest request, StreamObserver<Note> responses) {
            ServerCallStreamObserver<Note> call = (ServerCallStreamObserver<Note>) responses;
            call.setOnCancelHandler(() -> {});
            try {
              for (int i = 0; !call.isCancelled(); i++) {
                responses.onNext(note("" + i));
              }
              responses.onNext(note("too late"));
              responses.onCompleted();
            } catch (Throwable failure) {
              failures.add(failure);
            }
          }
        };
    try (GRPCTestClient client = client(busy, Duration.ofMillis(20))) {
      List<StreamRecorder<Note>> callers = new CopyOnWriteArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        StreamRecorder<Note> caller = StreamRecorder.create();
        client.stub(NoteServiceGrpc::newStub).read(ReadRequest.getDefaultInstance(), caller);
        callers.add(caller);
      }
      for (StreamRecorder<Note> caller : callers) {
        Status end = caller.awaitEnd(Duration.ofSeconds(20));
        assertThat(end.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(end.getDescription()).contains("20 ms");
        assertThat(caller.messages()).doesNotContain(Note.newBuilder().setText("too late").build());
      }
    }
    assertThat(failures).isEmpty();
  }

  @RepeatedTest(3)
  void decidesOnceWhenHandlersCloseAtTheirLimit() {
    NoteService punctual =
        new NoteService() {
          @Override
          public void write(WriteRequest request, StreamObserver<Note> responses) {
            long end = System.nanoTime() + 5_000_000;
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            super.write(request, responses);
          }
        };
    try (GRPCTestClient client = client(punctual, Duration.ofMillis(5))) {
      for (int i = 0; i < CALLS; i++) {
        StreamRecorder<Note> caller = StreamRecorder.create();
        client.stub(NoteServiceGrpc::newStub).write(WriteRequest.getDefaultInstance(), caller);
        Status end = caller.awaitEnd();
        assertThat(end.getCode()).isIn(Status.Code.OK, Status.Code.DEADLINE_EXCEEDED);
        // The message of a call that failed after it may have been on its way.
        assertThat(caller.messages()).hasSizeBetween(end.isOk() ? 1 : 0, 1);
      }
    }
  }

  @Test
  void tellsAHandlerWhoseClientReadsNothing() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    CountDownLatch sent = new CountDownLatch(1);
    NoteService generous =
        new NoteService() {
          @Override
          public void read(ReadRequest request, StreamObserver<Note> responses) {
            ServerCallStreamObserver<Note> call = (ServerCallStreamObserver<Note>) responses;
            call.setOnCancelHandler(cancelled::countDown);
            Note large = note("x".repeat(LARGE_NOTE));
            for (int i = 0; i < LARGE_NOTES; i++) {
              responses.onNext(large);
            }
            sent.countDown();
          }
        };
    try (GRPCTestClient client = client(generous, LIMIT, Transport.LOOPBACK)) {
      StreamRecorder<Note> caller = StreamRecorder.manual();
      client.stub(NoteServiceGrpc::newStub).read(ReadRequest.getDefaultInstance(), caller);
      assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();

      clock.advance(LIMIT);
      assertThat(cancelled.getCount()).isEqualTo(1);
      clock.advance(Duration.ofSeconds(1));

      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(caller.end()).isEmpty();
      caller.request(LARGE_NOTES);
      assertThat(caller.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void neverRunsTwoCallbacksAtATime() throws Exception {
    AtomicInteger running = new AtomicInteger();
    List<String> events = new CopyOnWriteArrayList<>();
    CountDownLatch cancelled = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    NoteService slow =
        new NoteService() {
          @Override
          public void write(WriteRequest request, StreamObserver<Note> responses) {
            running.incrementAndGet();
            ((ServerCallStreamObserver<Note>) responses)
                .setOnCancelHandler(
                    () -> {
                      events.add(running.get() == 0 ? "alone" : "together");
                      cancelled.countDown();
                    });
            entered.countDown();
            awaitQuietly(release);
            running.decrementAndGet();
          }
        };
    try (GRPCTestClient client = client(slow, LIMIT, Transport.configured())) {
      StreamRecorder<Note> caller = StreamRecorder.create();
      client.stub(NoteServiceGrpc::newStub).write(WriteRequest.getDefaultInstance(), caller);
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
      clock.advance(LIMIT.plusSeconds(1));
      assertThat(caller.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(events).isEmpty();

      release.countDown();

      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(events).containsExactly("alone");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      var unused = latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Counts the limit in real time. */
  private static GRPCTestClient client(NoteService service, Duration limit) {
    return client(service, Transport.configured(), limits(limit));
  }

  /** Counts the limit on the clock of the test, and nothing else, so any transport will do. */
  private GRPCTestClient client(NoteService service, Duration limit, Transport transport) {
    return client(
        service, transport, limits(limit).clock(clock.scheduler(), clock.deadlineTicker()));
  }

  private static DeadlineInterceptor.Builder limits(Duration limit) {
    return DeadlineInterceptor.builder().unary(limit).streaming(limit);
  }

  private static GRPCTestClient client(
      NoteService service, Transport transport, DeadlineInterceptor.Builder limits) {
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(limits.build())
        .transport(transport)
        .build()
        .start();
  }
}
