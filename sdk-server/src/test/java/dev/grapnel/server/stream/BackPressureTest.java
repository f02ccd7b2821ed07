package dev.grapnel.server.stream;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.server.EchoService;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackPressureTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void waitsForEachMessageToBeAskedFor() {
    AtomicInteger written = new AtomicInteger();
    StreamService service =
        StreamService.responding(
            writer -> {
              for (int i = 0; i < 10; i++) {
                writer.write(EchoService.response("" + i));
                written.incrementAndGet();
              }
            });
    // In memory nothing is buffered but what was asked for.
    try (GRPCTestClient client = GRPCTestClient.of(service).start()) {
      StreamRecorder<EchoResponse> call = StreamRecorder.manual();
      client.stub(EchoServiceGrpc::newStub).serverStream(EchoService.request(""), call);
      for (int i = 1; i <= 10; i++) {
        call.request(1);
        call.awaitMessages(i);
        assertThat(written.get()).isLessThanOrEqualTo(i);
      }
      assertThat(call).completesNormally();
    }
  }

  @Test
  void dropsWhatTheClientIsNotReadyForIfAsked() {
    CompletableFuture<Integer> written = new CompletableFuture<>();
    String text = "x".repeat(100_000);
    StreamService service =
        StreamService.responding(
            writer -> {
              int count = 0;
              while (writer.tryWrite(EchoService.response(text))) {
                count++;
              }
              written.complete(count);
            });
    try (RunningServer running = RunningServer.start(service)) {
      StreamRecorder<EchoResponse> call = StreamService.watch(running, StreamRecorder.manual());
      // Ends by itself: the client has asked for nothing, so the windows fill up.
      assertThat(written).succeedsWithin(SOON);
      call.request(written.join() + 1);
      assertThat(call).completesNormally();
      assertThat(call.messages()).hasSize(written.join());
    }
  }

  @Test
  void endsTheCallOfAClientThatDoesNotReadForTooLong() {
    CompletableFuture<Throwable> stalled = new CompletableFuture<>();
    StreamService service =
        StreamService.responding(
            writer -> {
              writer.stallTimeout(Duration.ofMillis(100));
              // The call ends with the timeout even if the body makes nothing of it.
              stalled.complete(
                  catchThrowable(
                      () -> {
                        while (true) {
                          writer.write(EchoService.response("x".repeat(10_000)));
                        }
                      }));
            });
    try (RunningServer running = RunningServer.start(service)) {
      StreamRecorder<EchoResponse> call = StreamService.watch(running, StreamRecorder.manual());
      assertThat(stalled).succeedsWithin(SOON);
      // The status is behind what the client has not read.
      call.request(1_000_000);
      assertThat(call)
          .failsWith(Status.Code.RESOURCE_EXHAUSTED)
          .hasDescription("the client did not read for PT0.1S");
    }
  }

  @Test
  void holdsFewRequestsForASlowBody() {
    AtomicInteger delivered = new AtomicInteger();
    StreamService service =
        StreamService.collecting(
            reader -> {
              int taken = 0;
              for (EchoRequest ignored : reader) {
                taken++;
                assertThat(delivered.get()).isLessThanOrEqualTo(taken + 4);
              }
              return EchoService.response("" + taken);
            });
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder().addInterceptor(counting(delivered)).addService(service))) {
      StreamRecorder<EchoResponse> call = StreamRecorder.create();
      StreamObserver<EchoRequest> requests =
          running.stub(EchoServiceGrpc::newStub).clientStream(call);
      for (int i = 0; i < 5000; i++) {
        requests.onNext(EchoService.request(""));
      }
      requests.onCompleted();
      assertThat(call).completesNormally().hasReceived(EchoService.response("5000"));
    }
  }

  /** Counts the messages that reach the handler. */
  private static ServerInterceptor counting(AtomicInteger delivered) {
    return new ServerInterceptor() {
      @Override
      public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
          ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        return new SimpleForwardingServerCallListener<ReqT>(next.startCall(call, headers)) {
          @Override
          public void onMessage(ReqT message) {
            delivered.incrementAndGet();
            super.onMessage(message);
          }
        };
      }
    };
  }

  @Test
  void wakesUpForEveryMessageOfAConversation() throws Exception {
    StreamService service =
        StreamService.conversing(
            (reader, writer) -> {
              for (EchoRequest request : reader) {
                writer.write(EchoService.response(request.getText()));
              }
            });
    try (RunningServer running = RunningServer.start(service)) {
      int turns = 3000;
      CountDownLatch done = new CountDownLatch(1);
      Semaphore answers = new Semaphore(0);
      StreamObserver<EchoRequest> requests =
          running
              .stub(EchoServiceGrpc::newStub)
              .bidiStream(
                  new StreamObserver<>() {
                    @Override
                    public void onNext(EchoResponse answer) {
                      answers.release();
                    }

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onCompleted() {
                      done.countDown();
                    }
                  });
      for (int i = 0; i < turns; i++) {
        requests.onNext(EchoService.request("" + i));
        assertThat(answers.tryAcquire(20, TimeUnit.SECONDS)).as("turn %s", i).isTrue();
      }
      requests.onCompleted();
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
