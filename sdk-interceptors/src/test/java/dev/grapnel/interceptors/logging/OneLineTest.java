package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exactly one line for each call, when the handler and its caller end it at the same time. */
@Timeout(60)
class OneLineTest {

  private static final int CALLS = 40;
  private static final Set<String> ENDS = Set.of("onComplete", "onCancel");

  private final LoggedLines server = new LoggedLines();
  private final LoggedLines client = new LoggedLines();
  private final Semaphore callsEnded = new Semaphore(0);
  private final Semaphore handlersEnded = new Semaphore(0);
  private final CyclicBarrier together = new CyclicBarrier(2);
  private final BlockingQueue<Throwable> unexpected = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @EnumSource
  void isWrittenWhoeverEndsTheCallFirst(AllKinds kind) throws Exception {
    EachCallback outermost =
        new EachCallback(
            (name, callback) -> {
              callback.run();
              if (ENDS.contains(name)) {
                callsEnded.release();
              }
            });
    var running =
        GRPCTestClient.builder()
            .addService(new FailingService(this::failInBackground))
            .addInterceptor(outermost)
            .addInterceptor(server.interceptor("{status}"))
            .addClientInterceptor(client.interceptor("{status}"))
            .build();
    try (running) {
      var stub = running.start().stub(NoteServiceGrpc::newStub);
      for (int i = 0; i < CALLS; i++) {
        StreamRecorder<?> answers = kind.begin(stub);
        together.await(10, TimeUnit.SECONDS);
        answers.cancel();
        answers.awaitEnd();
        assertThat(handlersEnded.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(callsEnded.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(client.next().text()).isIn("CANCELLED", "ABORTED");
        assertThat(server.next().text()).isIn("CANCELLED", "ABORTED");
      }
    }
    assertThat(server.left()).isEmpty();
    assertThat(client.left()).isEmpty();
    assertThat(unexpected).isEmpty();
  }

  private void failInBackground(StreamObserver<?> responses) {
    Executor background = CallContext.propagating(task -> new Thread(task).start());
    background.execute(
        () -> {
          try {
            together.await(10, TimeUnit.SECONDS);
            responses.onError(Status.ABORTED.asRuntimeException());
          } catch (Exception failure) {
            unexpected.add(failure);
          } finally {
            handlersEnded.release();
          }
        });
  }
}
