package dev.grapnel.interceptors.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls whose deadline passes while they wait for a thread, on a clock that no timer has. */
@Timeout(30)
class LateCallTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Deadline.Ticker ticker =
      new Deadline.Ticker() {
        @Override
        public long nanoTime() {
          return nanos.get();
        }
      };
  private final HeldService service = new HeldService();
  private final List<String> inner = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @EnumSource(DeadlineLimitTest.Kind.class)
  void refusesACallThatArrivesLate(DeadlineLimitTest.Kind kind) {
    try (GRPCTestClient client = client(queuedBefore("startCall"), DeadlineInterceptor.create())) {
      Status end = kind.call(client.stub(NoteServiceGrpc::newStub)).awaitEnd();

      assertThat(end.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(end.getDescription()).contains("passed 12 ms before the server could begin");
      assertThat(service.isIdle()).isTrue();
      assertThat(inner).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNARY", "SERVER"})
  void refusesARequestThatIsLateWhenItsHandlerWouldBegin(DeadlineLimitTest.Kind kind) {
    try (GRPCTestClient client =
        client(queuedBefore("onHalfClose"), DeadlineInterceptor.create())) {
      Status end = kind.call(client.stub(NoteServiceGrpc::newStub)).awaitEnd();

      assertThat(end.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(end.getDescription()).contains("before the server could begin");
      assertThat(service.isIdle()).isTrue();
      Waiting.until(() -> inner.contains("onCancel"));
      assertThat(inner).containsExactly("startCall", "onCancel");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNARY", "SERVER"})
  void refusesARequestThatWaitedForLongerThanTheLimit(DeadlineLimitTest.Kind kind) {
    DeadlineInterceptor limit =
        DeadlineInterceptor.builder()
            .unary(Duration.ofMillis(500))
            .streaming(Duration.ofMillis(500))
            .build();
    try (GRPCTestClient client = client(queuedBefore("onHalfClose"), limit)) {
      Status end = kind.call(client.stub(NoteServiceGrpc::newStub)).awaitEnd();

      assertThat(end.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(end.getDescription()).contains("500 ms", "this server");
      assertThat(service.isIdle()).isTrue();
      Waiting.until(() -> inner.contains("onCancel"));
      assertThat(inner).containsExactly("startCall", "onCancel");
    }
  }

  @ParameterizedTest
  @EnumSource(DeadlineLimitTest.Kind.class)
  void takesWhatIsInTime(DeadlineLimitTest.Kind kind) throws Exception {
    try (GRPCTestClient client = client(queuedBefore("nothing"), DeadlineInterceptor.create())) {
      StreamRecorder<?> caller = kind.call(client.stub(NoteServiceGrpc::newStub));
      HeldService.Held held = service.await();

      assertThat(held.context().getDeadline().timeRemaining(TimeUnit.MILLISECONDS)).isEqualTo(1000);

      caller.cancel();
      held.awaitEvent("cancelled");
    }
  }

  /** Gives calls a deadline 1 s after time 0, and lets more than that pass before a callback. */
  private ServerInterceptor queuedBefore(String callback) {
    Deadline deadline = Deadline.after(1, TimeUnit.SECONDS, ticker);
    return new ServerInterceptor() {
      @Override
      public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
          ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        if (callback.equals("startCall")) {
          nanos.set(Duration.ofMillis(1012).toNanos());
        }
        Context context = Context.current().withDeadline(deadline, Unscheduled.INSTANCE);
        return new SimpleForwardingServerCallListener<>(
            Contexts.interceptCall(context, call, headers, next)) {
          @Override
          public void onHalfClose() {
            if (callback.equals("onHalfClose")) {
              nanos.set(Duration.ofMillis(1005).toNanos());
            }
            super.onHalfClose();
          }
        };
      }
    };
  }

  private GRPCTestClient client(ServerInterceptor outer, DeadlineInterceptor deadlines) {
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(outer)
        .addInterceptor(deadlines)
        .addInterceptor(new Callbacks())
        .build()
        .start();
  }

  /** Notes what gets past the deadlines, besides messages. */
  private final class Callbacks implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      inner.add("startCall");
      return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
        @Override
        public void onHalfClose() {
          inner.add("onHalfClose");
          super.onHalfClose();
        }

        @Override
        public void onCancel() {
          inner.add("onCancel");
          super.onCancel();
        }

        @Override
        public void onComplete() {
          inner.add("onComplete");
          super.onComplete();
        }
      };
    }
  }
}
