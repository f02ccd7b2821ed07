package dev.grapnel.server.stream;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.server.EchoService;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamCancelTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** What a body met when its call was over, and whether its thread was interrupted then. */
  private record End(Throwable thrown, boolean interrupted) {}

  private final CompletableFuture<End> end = new CompletableFuture<>();

  private void note(Throwable thrown) {
    end.complete(new End(thrown, Thread.currentThread().isInterrupted()));
  }

  /** Writes until it cannot. */
  private StreamService endless() {
    return StreamService.responding(
        writer ->
            note(
                catchThrowable(
                    () -> {
                      while (true) {
                        writer.write(EchoService.response("x".repeat(1000)));
                      }
                    })));
  }

  /** Waits for a request that does not come. */
  private StreamService waiting(CountDownLatch begun) {
    return StreamService.conversing(
        (reader, writer) -> {
          begun.countDown();
          note(catchThrowable(reader::read));
        });
  }

  private void assertCancelled() {
    assertThat(end)
        .succeedsWithin(SOON)
        .satisfies(
            met -> {
              assertThat(met.thrown())
                  .isInstanceOf(CancellationException.class)
                  .hasMessage("the call is over");
              assertThat(met.interrupted()).isFalse();
            });
  }

  @Test
  void endsAWaitingWriterWhenTheClientCancels() {
    try (RunningServer running = RunningServer.start(endless())) {
      StreamRecorder<EchoResponse> call = StreamService.watch(running, StreamRecorder.manual());
      call.request(1);
      call.awaitMessages(1);
      call.cancel();
      assertCancelled();
    }
  }

  @Test
  void endsABusyWriterWhenTheClientCancels() {
    try (RunningServer running = RunningServer.start(endless())) {
      StreamRecorder<EchoResponse> call = StreamService.watch(running);
      call.awaitMessages(100);
      call.cancel();
      assertCancelled();
    }
  }

  @Test
  void endsAWriterWhenTheDeadlinePasses() {
    try (RunningServer running = RunningServer.start(endless())) {
      StreamRecorder<EchoResponse> call;
      long millis = 50;
      do {
        // A body that has not begun when its call ends never does: once more, with more time.
        millis *= 4;
        call = StreamRecorder.manual();
        running
            .stub(EchoServiceGrpc::newStub)
            .withDeadlineAfter(millis, TimeUnit.MILLISECONDS)
            .serverStream(EchoService.request(""), call);
        call.request(1);
        assertThat(call.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      } while (call.messages().isEmpty() && millis < 10_000);
      assertCancelled();
    }
  }

  @Test
  void endsAWaitingReaderWhenTheConnectionIsLost() {
    CountDownLatch begun = new CountDownLatch(1);
    try (RunningServer running = RunningServer.start(waiting(begun))) {
      ManagedChannel channel =
          Grpc.newChannelBuilderForAddress(
                  "127.0.0.1", running.server().port(), InsecureChannelCredentials.create())
              .build();
      EchoServiceGrpc.newStub(channel).bidiStream(StreamRecorder.create());
      assertThat(CompletableFuture.runAsync(() -> await(begun))).succeedsWithin(SOON);
      channel.shutdownNow();
      assertCancelled();
    }
  }

  @Test
  void interruptsABodyThatWaitsForSomethingElse() {
    CountDownLatch never = new CountDownLatch(1);
    StreamService service =
        StreamService.responding(
            writer -> {
              writer.write(EchoService.response("begun"));
              note(catchThrowable(never::await));
              throw new IllegalStateException("of no interest any more");
            });
    try (RunningServer running = RunningServer.start(service)) {
      StreamRecorder<EchoResponse> call = StreamService.watch(running);
      call.awaitMessages(1);
      call.cancel();
      assertThat(end)
          .succeedsWithin(SOON)
          .satisfies(met -> assertThat(met.thrown()).isInstanceOf(InterruptedException.class));
    }
  }

  @Test
  void endsTheBodyOfACallThatAnInterceptorCloses() {
    CountDownLatch begun = new CountDownLatch(1);
    ServerInterceptor closing =
        new ServerInterceptor() {
          @Override
          public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
              ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            return new SimpleForwardingServerCallListener<ReqT>(next.startCall(call, headers)) {
              @Override
              public void onMessage(ReqT message) {
                throw Status.DATA_LOSS.asRuntimeException();
              }
            };
          }
        };
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder().addInterceptor(closing).addService(waiting(begun)))) {
      StreamRecorder<EchoResponse> call = StreamRecorder.create();
      StreamObserver<EchoRequest> requests = StreamService.talk(running::stub, call);
      // A body that has not begun when its call ends never does.
      await(begun);
      requests.onNext(EchoService.request(""));
      assertThat(call.awaitEnd().getCode()).isEqualTo(Status.Code.DATA_LOSS);
      assertCancelled();
    }
  }

  @Test
  void refusesToGoOnAfterTheCall() {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Throwable> second = new CompletableFuture<>();
    StreamService service =
        StreamService.conversing(
            (reader, writer) -> {
              begun.complete(null);
              note(catchThrowable(reader::read));
              second.complete(catchThrowable(() -> writer.tryWrite(EchoService.response(""))));
            });
    try (RunningServer running = RunningServer.start(service)) {
      StreamRecorder<EchoResponse> call = StreamRecorder.create();
      StreamService.talk(running::stub, call);
      begun.join();
      call.cancel();
      assertThat(second)
          .succeedsWithin(SOON)
          .satisfies(thrown -> assertThat(thrown).isInstanceOf(CancellationException.class));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
