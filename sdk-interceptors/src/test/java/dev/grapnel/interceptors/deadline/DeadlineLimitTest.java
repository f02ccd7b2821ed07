package dev.grapnel.interceptors.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallSelector;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceStub;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a virtual clock, so in process. */
@Timeout(30)
class DeadlineLimitTest {

  enum Kind {
    UNARY {
      @Override
      StreamRecorder<?> call(NoteServiceStub stub) {
        StreamRecorder<Note> recorder = StreamRecorder.create();
        stub.write(WriteRequest.getDefaultInstance(), recorder);
        return recorder;
      }
    },
    CLIENT {
      @Override
      StreamRecorder<?> call(NoteServiceStub stub) {
        StreamRecorder<Notes> recorder = StreamRecorder.create();
        var unused = stub.writeAll(recorder);
        return recorder;
      }
    },
    SERVER {
      @Override
      StreamRecorder<?> call(NoteServiceStub stub) {
        StreamRecorder<Note> recorder = StreamRecorder.create();
        stub.read(ReadRequest.getDefaultInstance(), recorder);
        return recorder;
      }
    },
    BIDI {
      @Override
      StreamRecorder<?> call(NoteServiceStub stub) {
        StreamRecorder<Note> recorder = StreamRecorder.create();
        var unused = stub.chat(recorder);
        return recorder;
      }
    };

    abstract StreamRecorder<?> call(NoteServiceStub stub);
  }

  private final VirtualClock clock = VirtualClock.create();
  private final HeldService service = new HeldService();
  private final Closings closings = new Closings();

  @ParameterizedTest
  @EnumSource(Kind.class)
  void endsACallOnceAndTellsItsHandler(Kind kind) throws Exception {
    try (GRPCTestClient client = client(limits().unary(tenSeconds()).streaming(tenSeconds()))) {
      StreamRecorder<?> caller = kind.call(client.stub(NoteServiceGrpc::newStub));
      HeldService.Held held = service.await();
      assertThat(held.context().getDeadline().timeRemaining(TimeUnit.SECONDS)).isEqualTo(10);

      clock.advance(Duration.ofSeconds(9));
      assertThat(held.responses().isCancelled()).isFalse();
      clock.advance(Duration.ofSeconds(1));

      assertThat(caller.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(caller.awaitEnd().getDescription()).contains("10 s", "this server");
      assertThat(held.context().isCancelled()).isTrue();
      assertThat(held.context().cancellationCause()).isInstanceOf(TimeoutException.class);
      assertThat(held.responses().isCancelled()).isTrue();
      assertThat(held.responses().isReady()).isFalse();
      held.awaitEvent("cancelled");
      assertThat(held.events()).doesNotContain("completed").doesNotHaveDuplicates();
      assertThat(closings.codes()).containsExactly(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @SuppressWarnings("unchecked")
  void dropsWhatAHandlerSendsTooLate(Kind kind) throws Exception {
    try (GRPCTestClient client = client(limits().unary(tenSeconds()).streaming(tenSeconds()))) {
      StreamRecorder<?> caller = kind.call(client.stub(NoteServiceGrpc::newStub));
      HeldService.Held held = service.await();
      clock.advance(Duration.ofSeconds(10));
      caller.awaitEnd();
      var late = (ServerCallStreamObserver<Object>) held.responses();

      assertThatCode(
              () -> {
                late.onNext(
                    kind == Kind.CLIENT ? Notes.getDefaultInstance() : Note.getDefaultInstance());
                late.onCompleted();
              })
          .doesNotThrowAnyException();
      assertThat(caller.messages()).isEmpty();
      assertThat(closings.codes()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void leavesACallToItsCallersEarlierDeadline(Kind kind) throws Exception {
    try (GRPCTestClient client = client(limits())) {
      StreamRecorder<?> caller =
          kind.call(
              client
                  .stub(NoteServiceGrpc::newStub)
                  .withDeadline(clock.deadlineAfter(Duration.ofSeconds(5))));
      HeldService.Held held = service.await();
      assertThat(held.context().getDeadline().timeRemaining(TimeUnit.SECONDS)).isEqualTo(5);

      clock.advance(Duration.ofSeconds(5));

      assertThat(caller.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      held.awaitEvent("cancelled");
      assertThat(held.context().isCancelled()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void limitsACallerThatWouldWaitForLonger(Kind kind) throws Exception {
    try (GRPCTestClient client = client(limits())) {
      StreamRecorder<?> caller =
          kind.call(
              client
                  .stub(NoteServiceGrpc::newStub)
                  .withDeadline(clock.deadlineAfter(Duration.ofDays(1))));
      HeldService.Held held = service.await();
      Duration limit =
          kind == Kind.UNARY
              ? DeadlineInterceptor.DEFAULT_UNARY
              : DeadlineInterceptor.DEFAULT_STREAMING;
      assertThat(held.context().getDeadline().timeRemaining(TimeUnit.SECONDS))
          .isEqualTo(limit.toSeconds());

      clock.advance(limit);

      assertThat(caller.awaitEnd().getDescription()).contains("this server allows");
      held.awaitEvent("cancelled");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void letsACallerCancel(Kind kind) throws Exception {
    try (GRPCTestClient client = client(limits())) {
      StreamRecorder<?> caller = kind.call(client.stub(NoteServiceGrpc::newStub));
      HeldService.Held held = service.await();

      caller.cancel();

      held.awaitEvent("cancelled");
      Waiting.until(held.context()::isCancelled);
      clock.advance(Duration.ofDays(1));
      assertThat(closings.codes()).isEmpty();
    }
  }

  @Test
  void leavesFinishedCallsAloneAndTheirContextsClosed() throws Exception {
    List<Deadline> deadlines = new CopyOnWriteArrayList<>();
    NoteService quick =
        new NoteService() {
          @Override
          public void write(WriteRequest request, io.grpc.stub.StreamObserver<Note> responses) {
            deadlines.add(CallContext.current().deadline().orElseThrow());
            super.write(request, responses);
          }
        };
    try (GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(quick)
            .clock(clock)
            .addInterceptor(closings)
            .addInterceptor(limits().build())
            .build()
            .start()) {
      for (int i = 0; i < 3; i++) {
        client.stub(NoteServiceGrpc::newBlockingStub).write(WriteRequest.getDefaultInstance());
        clock.advance(Duration.ofMinutes(2));
      }
    }
    assertThat(deadlines).hasSize(3);
    assertThat(closings.codes()).containsOnly(Status.Code.OK).hasSize(3);
    assertThat(clock.pendingTasks()).isZero();
  }

  @Test
  void takesTheFirstLimitThatSelectsAMethod() throws Exception {
    DeadlineInterceptor.Builder limits =
        limits()
            .unary(Duration.ofSeconds(1))
            .addLimit(CallSelector.methods(NoteService.WRITE), Duration.ofSeconds(3))
            .addLimit(CallSelector.all(), Duration.ofSeconds(7));
    try (GRPCTestClient client = client(limits)) {
      NoteServiceStub stub = client.stub(NoteServiceGrpc::newStub);
      for (int i = 0; i < 2; i++) {
        StreamRecorder<?> write = Kind.UNARY.call(stub);
        assertThat(secondsLeft(service.await())).isEqualTo(3);
        StreamRecorder<?> chat = Kind.BIDI.call(stub);
        assertThat(secondsLeft(service.await())).isEqualTo(7);
        clock.advance(Duration.ofSeconds(3));
        assertThat(write.awaitEnd().getDescription()).contains("3 s");
        assertThat(chat.end()).isEmpty();
        clock.advance(Duration.ofSeconds(4));
        assertThat(chat.awaitEnd().getDescription()).contains("7 s");
      }
    }
  }

  @Test
  void tellsItsServerTheLimitOfEachMethod() {
    DeadlineInterceptor limits =
        limits()
            .unary(Duration.ofSeconds(10))
            .addLimit(
                CallSelector.methods(NoteServiceGrpc.getDeleteMethod().getFullMethodName()),
                Duration.ofMinutes(5))
            .build();

    assertThat(limits.longestCall(NoteServiceGrpc.getWriteMethod()))
        .contains(Duration.ofSeconds(10));
    assertThat(limits.longestCall(NoteServiceGrpc.getDeleteMethod()))
        .contains(Duration.ofMinutes(5));
    assertThat(limits.longestCall(NoteServiceGrpc.getChatMethod()))
        .contains(DeadlineInterceptor.DEFAULT_STREAMING);
  }

  @Test
  void namesEveryLimitThatIsWrong() {
    assertThatThrownBy(
            () ->
                DeadlineInterceptor.builder()
                    .unary(Duration.ZERO)
                    .streaming(Duration.ofSeconds(-1))
                    .addLimit(CallSelector.all(), Duration.ZERO)
                    .build())
        .isInstanceOfSatisfying(
            ConfigException.class,
            wrong ->
                assertThat(wrong.problems())
                    .hasSize(3)
                    .allSatisfy(problem -> assertThat(problem).contains("above zero")));
  }

  private static long secondsLeft(HeldService.Held held) {
    return held.context().getDeadline().timeRemaining(TimeUnit.SECONDS);
  }

  private static Duration tenSeconds() {
    return Duration.ofSeconds(10);
  }

  private DeadlineInterceptor.Builder limits() {
    return DeadlineInterceptor.builder().clock(clock.scheduler(), clock.deadlineTicker());
  }

  private GRPCTestClient client(DeadlineInterceptor.Builder limits) {
    return GRPCTestClient.builder()
        .addService(service)
        .clock(clock)
        .addInterceptor(closings)
        .addInterceptor(limits.build())
        .build()
        .start();
  }

  /** Sees each close that leaves the limits. */
  private static final class Closings implements ServerInterceptor {

    private final List<Status.Code> codes = new CopyOnWriteArrayList<>();

    List<Status.Code> codes() {
      return codes;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return next.startCall(
          new io.grpc.ForwardingServerCall.SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
              codes.add(status.getCode());
              super.close(status, trailers);
            }
          },
          headers);
    }
  }
}
