package dev.grapnel.server.stream;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.FailureInterceptor;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StreamStopTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void letsBodiesEndByThemselvesWhenTheServerDrains() {
    StreamService service =
        StreamService.responding(
            writer -> {
              while (!writer.isDraining()) {
                writer.write(EchoService.response("on"));
              }
              writer.write(EchoService.response("last"));
            });
    try (RunningServer running = RunningServer.start(service)) {
      StreamRecorder<EchoResponse> call = StreamService.watch(running);
      call.awaitMessages(1);
      running.server().close();
      assertThat(call).completesNormally();
      assertThat(call.messages()).last().isEqualTo(EchoService.response("last"));
    }
  }

  @Test
  void letsAReaderStopWhenTheServerDrains() {
    CountDownLatch reading = new CountDownLatch(1);
    StreamService service =
        StreamService.conversing(
            (reader, writer) -> {
              CallContext.current().onDrain(reader::stop);
              writer.write(EchoService.response("begun"));
              reading.countDown();
              for (EchoRequest request : reader) {
                writer.write(EchoService.response(request.getText()));
              }
              writer.write(EchoService.response("last"));
            });
    try (RunningServer running = RunningServer.start(service)) {
      StreamRecorder<EchoResponse> call = StreamRecorder.create();
      StreamService.talk(running::stub, call);
      call.awaitMessages(1);
      running.server().close();
      assertThat(call)
          .completesNormally()
          .hasReceived(EchoService.response("begun"), EchoService.response("last"));
    }
  }

  @Test
  void cancelsBodiesAfterTheGraceAndWaitsForThem() throws Exception {
    AtomicBoolean cleanedUp = new AtomicBoolean();
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch moment = new CountDownLatch(1);
    StreamService service =
        StreamService.responding(
            writer -> {
              writer.write(EchoService.response("begun"));
              try {
                never.await();
              } finally {
                moment.await(300, TimeUnit.MILLISECONDS);
                cleanedUp.set(true);
              }
            });
    GRPCServerBuilder builder =
        RunningServer.builder().shutdownGrace(Duration.ofMillis(1)).addService(service);
    try (RunningServer running = RunningServer.start(builder)) {
      StreamRecorder<EchoResponse> call = StreamService.watch(running);
      call.awaitMessages(1);
      running.server().close();
      assertThat(cleanedUp).isTrue();
      assertThat(call.awaitEnd().isOk()).isFalse();
    }
  }

  @Test
  void refusesBodiesBeyondTheLimit() throws Exception {
    StreamThreads threads = new StreamThreads(StreamThreads.platformThreads(), 2);
    try (threads) {
      CountDownLatch begun = new CountDownLatch(2);
      CountDownLatch open = new CountDownLatch(1);
      Runnable body =
          () -> {
            begun.countDown();
            try {
              open.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      threads.execute(body);
      threads.execute(body);
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> threads.execute(body))
          .isInstanceOfSatisfying(
              RpcException.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(refused.description())
                    .isEqualTo("the server runs 2 streams already: try again later");
              });
      assertThat(threads.vitals())
          .extracting(Vital::name, vital -> vital.value().getAsDouble())
          .containsExactly(
              tuple("grpc.server.streams.running", 2.0), tuple("grpc.server.streams.refused", 1.0));
      open.countDown();
      threads.finish(SOON);
      assertThatThrownBy(() -> threads.execute(body))
          .isInstanceOfSatisfying(
              RpcException.class,
              refused -> assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE));
    }
  }

  @Test
  void answersRefusedCallsAtOnce() {
    CountDownLatch open = new CountDownLatch(1);
    StreamService service =
        StreamService.responding(
            writer -> {
              writer.write(EchoService.response("begun"));
              open.await();
            });
    try (StreamThreads two = new StreamThreads(StreamThreads.platformThreads(), 2);
        RunningServer running =
            RunningServer.start(
                () ->
                    two.around(
                        ServerInterceptors.intercept(service, FailureInterceptor.create())))) {
      StreamRecorder<EchoResponse> first = StreamService.watch(running);
      first.awaitMessages(1);
      StreamRecorder<EchoResponse> second = StreamService.watch(running);
      second.awaitMessages(1);
      assertThat(StreamService.watch(running))
          .failsWith(Status.Code.RESOURCE_EXHAUSTED)
          .hasDescription("the server runs 2 streams already: try again later");
      StreamRecorder<EchoResponse> upload = StreamRecorder.create();
      running.stub(EchoServiceGrpc::newStub).clientStream(upload).onNext(EchoService.request(""));
      assertThat(upload).failsWith(Status.Code.RESOURCE_EXHAUSTED);
      open.countDown();
      assertThat(first).completesNormally();
      assertThat(second).completesNormally();
    }
  }

  @Test
  void runsBodiesOnVirtualThreadsWhereHandlersDo() {
    assumeTrue(Runtime.version().feature() >= 21);
    CompletableFuture<String> thread = new CompletableFuture<>();
    StreamService service =
        StreamService.responding(writer -> thread.complete("" + Thread.currentThread()));
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder().executor(CallExecutor.virtualThreads()).addService(service))) {
      assertThat(StreamService.watch(running)).completesNormally();
      assertThat(thread).succeedsWithin(SOON).asString().startsWith("VirtualThread");
    }
  }
}
