package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.GRPCTestClientBuilder;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

/** Calls that the caller, time or an interceptor further out ends. */
class EndedCallTest {

  private static final WriteRequest REQUEST = WriteRequest.newBuilder().setText("x").build();

  private final LoggedLines server = new LoggedLines();
  private final LoggedLines client = new LoggedLines();

  @ParameterizedTest
  @EnumSource
  void areCancelledOnBothSides(AllKinds kind) {
    Waiting service = new Waiting();
    try (var running = client(builder(service))) {
      StreamRecorder<?> answers = kind.begin(running.stub(NoteServiceGrpc::newStub));
      service.awaitCall();
      answers.cancel();

      assertLine(server, Level.INFO, "CANCELLED");
      assertLine(client, Level.INFO, "CANCELLED");
    }
    assertThat(server.left()).isEmpty();
    assertThat(client.left()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void exceedTheirDeadlineOnBothSides(AllKinds kind) {
    VirtualClock clock = VirtualClock.create();
    Waiting service = new Waiting();
    try (var running = client(builder(service).clock(clock))) {
      kind.begin(
          running
              .stub(NoteServiceGrpc::newStub)
              .withDeadline(clock.deadlineAfter(Duration.ofSeconds(5))));
      service.awaitCall();
      clock.advance(Duration.ofSeconds(5));

      assertLine(server, Level.WARN, "DEADLINE_EXCEEDED");
      assertLine(client, Level.WARN, "DEADLINE_EXCEEDED");
    }
    assertThat(server.left()).isEmpty();
    assertThat(client.left()).isEmpty();
  }

  /** The caller's reset may be here long before the server's own timer, on a busy machine. */
  @Test
  void exceedTheirDeadlineInRealTime() {
    Waiting service = new Waiting();
    try (var running = client(builder(service))) {
      AllKinds.UNARY.call(
          running.stub(NoteServiceGrpc::newStub).withDeadlineAfter(1, TimeUnit.SECONDS));

      assertLine(client, Level.WARN, "DEADLINE_EXCEEDED");
      assertThat(server.next().text()).isIn("DEADLINE_EXCEEDED", "CANCELLED");
    }
  }

  @Test
  void areCancelledLongBeforeTheirDeadline() {
    Waiting service = new Waiting();
    try (var running = client(builder(service))) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      running
          .stub(NoteServiceGrpc::newStub)
          .withDeadlineAfter(1, TimeUnit.HOURS)
          .write(REQUEST, answers);
      service.awaitCall();
      answers.cancel();

      assertLine(server, Level.INFO, "CANCELLED");
    }
  }

  /** The handler is told of the cancellation only when it returns. */
  @Test
  void areCancelledEvenIfTheHandlerAnswersAfterwards() {
    Waiting service =
        new Waiting() {
          @Override
          public void write(WriteRequest request, StreamObserver<Note> responses) {
            CountDownLatch cancelled = new CountDownLatch(1);
            Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
            called();
            await(cancelled);
            super.write(request, responses);
            responses.onError(Status.ABORTED.asRuntimeException());
          }
        };
    try (var running = client(builder(service))) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      running.stub(NoteServiceGrpc::newStub).write(REQUEST, answers);
      service.awaitCall();
      answers.cancel();

      assertLine(server, Level.INFO, "CANCELLED");
    }
    assertThat(server.left()).isEmpty();
  }

  /** As an interceptor that enforces a limit may, and grpc-java itself for broken requests. */
  @Test
  void areLoggedIfSomebodyFurtherOutClosesThem() {
    ServerInterceptor closing =
        new ServerInterceptor() {
          @Override
          public <Q, P> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
            return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
              @Override
              public void onHalfClose() {
                call.close(Status.RESOURCE_EXHAUSTED, new Metadata());
              }
            };
          }
        };
    var running =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(closing)
            .addInterceptor(server.interceptor("{status} {description}"))
            .build();
    try (running) {
      AllKinds.UNARY.call(running.start().stub(NoteServiceGrpc::newStub));

      assertLine(server, Level.WARN, "UNKNOWN \"closed outside of the logged interceptors\"");
    }
    assertThat(server.left()).isEmpty();
  }

  private GRPCTestClientBuilder builder(NoteService service) {
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(server.interceptor("{status}"))
        .addClientInterceptor(client.interceptor("{status}"));
  }

  private static GRPCTestClient client(GRPCTestClientBuilder builder) {
    return builder.build().start();
  }

  private static void assertLine(LoggedLines side, Level level, String text) {
    LoggedLines.Line line = side.next();
    assertThat(line.text()).isEqualTo(text);
    assertThat(line.level()).isEqualTo(level);
  }

  /** Never answers. */
  private static class Waiting extends NoteService {

    private final CountDownLatch called = new CountDownLatch(1);

    void awaitCall() {
      await(called);
    }

    final void called() {
      called.countDown();
    }

    static void await(CountDownLatch latch) {
      try {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }

    @Override
    public void write(WriteRequest request, StreamObserver<Note> responses) {
      called();
    }

    @Override
    public void read(ReadRequest request, StreamObserver<Note> responses) {
      called();
    }

    @Override
    public StreamObserver<WriteRequest> writeAll(StreamObserver<Notes> responses) {
      return ignoring();
    }

    @Override
    public StreamObserver<WriteRequest> chat(StreamObserver<Note> responses) {
      return ignoring();
    }

    private StreamObserver<WriteRequest> ignoring() {
      called();
      return new StreamObserver<>() {
        @Override
        public void onNext(WriteRequest request) {}

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {}
      };
    }
  }
}
