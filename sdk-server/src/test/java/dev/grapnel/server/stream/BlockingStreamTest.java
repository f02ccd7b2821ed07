package dev.grapnel.server.stream;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockingStreamTest {

  private interface Stubs {
    <S> S stub(Function<Channel, S> factory);
  }

  /** All three kinds, with more messages than any window holds. */
  private static void useAllKinds(Stubs client) {
    int count = 2000;
    List<EchoRequest> requests =
        IntStream.range(0, count).mapToObj(i -> EchoService.request("" + i)).toList();

    EchoRequest many = EchoRequest.newBuilder().setCount(count).build();
    assertThat(client.stub(EchoServiceGrpc::newBlockingStub).serverStream(many))
        .toIterable()
        .extracting(EchoResponse::getText)
        .containsExactlyElementsOf(requests.stream().map(EchoRequest::getText).toList());

    StreamRecorder<EchoResponse> sum = StreamRecorder.create();
    StreamObserver<EchoRequest> upload = client.stub(EchoServiceGrpc::newStub).clientStream(sum);
    requests.forEach(upload::onNext);
    upload.onCompleted();
    assertThat(sum).completesNormally().hasReceived(EchoService.response("read 2000"));

    StreamRecorder<EchoResponse> talk = StreamRecorder.create();
    StreamObserver<EchoRequest> questions = client.stub(EchoServiceGrpc::newStub).bidiStream(talk);
    requests.forEach(questions::onNext);
    questions.onCompleted();
    assertThat(talk).completesNormally();
    assertThat(talk.messages())
        .extracting(EchoResponse::getText)
        .containsExactlyElementsOf(requests.stream().map(EchoRequest::getText).toList());
  }

  private static StreamService allKinds() {
    StreamService service = new StreamService();
    service.responder =
        writer -> {
          for (int i = 0; i < 2000; i++) {
            writer.write(EchoService.response("" + i));
          }
        };
    service.collector =
        reader -> {
          int count = 0;
          for (EchoRequest request : reader) {
            assertThat(request.getText()).isEqualTo("" + count);
            count++;
          }
          return EchoService.response("read " + count);
        };
    service.conversation =
        (reader, writer) -> {
          for (EchoRequest request : reader) {
            writer.write(EchoService.response(request.getText()));
          }
        };
    return service;
  }

  @Test
  void streamsOfAllKindsInAServer() {
    try (RunningServer running = RunningServer.start(allKinds())) {
      useAllKinds(running::stub);
    }
  }

  @Test
  void streamsOfAllKindsFromTheEventLoop() {
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder().executor(CallExecutor.eventLoop()).addService(allKinds()))) {
      useAllKinds(running::stub);
    }
  }

  @Test
  void streamsOfAllKindsInTheTestKit() {
    try (GRPCTestClient client = GRPCTestClient.of(allKinds()).start()) {
      useAllKinds(client::stub);
    }
  }

  @Test
  void streamsOfAllKindsInMemoryWithoutAnyOtherThread() {
    try (GRPCTestClient client =
        GRPCTestClient.builder().addService(allKinds()).executor(Runnable::run).build().start()) {
      useAllKinds(client::stub);
    }
  }

  @Test
  void streamsOfAllKindsInAPlainServer() throws Exception {
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(allKinds())
            .build()
            .start();
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", server.getPort(), InsecureChannelCredentials.create())
            .build();
    try {
      useAllKinds(
          new Stubs() {
            @Override
            public <S> S stub(Function<Channel, S> factory) {
              return factory.apply(channel);
            }
          });
    } finally {
      channel.shutdownNow();
      server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void runsTheBodyInTheCallsContextOnAThreadOfItsOwn() {
    StreamService service =
        StreamService.responding(
            writer -> {
              writer.write(EchoService.response(Thread.currentThread().getName()));
              writer.write(EchoService.response(CallContext.current().info().method()));
              writer.write(EchoService.response("" + Thread.currentThread().isDaemon()));
            });
    try (RunningServer running = RunningServer.start(service)) {
      assertThat(StreamService.watch(running).awaitMessages(3))
          .extracting(EchoResponse::getText)
          .containsExactly("grapnel-stream-1", "ServerStream", "true");
    }
  }

  @Test
  void leavesTheWorkersToOthers() throws Exception {
    CyclicBarrier all = new CyclicBarrier(21);
    StreamService service =
        StreamService.responding(
            writer -> {
              writer.write(EchoService.response("begun"));
              all.await(10, TimeUnit.SECONDS);
            });
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder()
                .maxWorkers(1)
                .overload(RunningServer::patient)
                .addService(service))) {
      List<StreamRecorder<EchoResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(StreamService.watch(running));
      }
      calls.forEach(call -> assertThat(call.awaitMessages(1)).hasSize(1));
      all.await(10, TimeUnit.SECONDS);
      calls.forEach(call -> assertThat(call).completesNormally());
    }
  }

  @Test
  void mapsWhatTheBodyThrows() {
    StreamService service =
        StreamService.responding(
            writer -> {
              writer.write(EchoService.response("first"));
              throw new IndexOutOfBoundsException("secret");
            });
    service.collector =
        reader -> {
          throw RpcException.of(Status.Code.ALREADY_EXISTS, "twice");
        };
    ExceptionMapper mapper =
        ExceptionMapper.builder()
            .map(IndexOutOfBoundsException.class, Status.Code.OUT_OF_RANGE, "mapped")
            .build();
    try (RunningServer running =
        RunningServer.start(RunningServer.builder().exceptionMapper(mapper).addService(service))) {
      assertThat(StreamService.watch(running))
          .failsWith(Status.Code.OUT_OF_RANGE)
          .hasDescription("mapped")
          .afterMessages(EchoService.response("first"));

      StreamRecorder<EchoResponse> upload = StreamRecorder.create();
      running.stub(EchoServiceGrpc::newStub).clientStream(upload);
      assertThat(upload).failsWith(Status.Code.ALREADY_EXISTS).hasDescription("twice");
    }
  }

  @Test
  void answersInternalForNoResponse() {
    StreamService service = StreamService.collecting(reader -> noResponse());
    try (RunningServer running = RunningServer.start(service)) {
      StreamRecorder<EchoResponse> upload = StreamRecorder.create();
      running.stub(EchoServiceGrpc::newStub).clientStream(upload);
      assertThat(upload).failsWith(Status.Code.INTERNAL);
    }
  }

  @SuppressWarnings("NullAway")
  private static EchoResponse noResponse() {
    return null;
  }

  @Test
  void mayAnswerBeforeTheClientHasSentAll() {
    StreamService service =
        StreamService.collecting(
            reader -> EchoService.response(reader.iterator().next().getText()));
    try (RunningServer running = RunningServer.start(service)) {
      StreamRecorder<EchoResponse> upload = StreamRecorder.create();
      StreamObserver<EchoRequest> requests =
          running.stub(EchoServiceGrpc::newStub).clientStream(upload);
      for (int i = 0; i < 100; i++) {
        requests.onNext(EchoService.request("" + i));
      }
      assertThat(upload).completesNormally().hasReceived(EchoService.response("0"));
    }
  }

  @Test
  void readsNothingFromAClientThatSendsNothing() {
    StreamService service =
        StreamService.collecting(
            reader -> {
              assertThat(reader.read()).isEmpty();
              assertThat(reader.read()).isEmpty();
              assertThat(reader).isEmpty();
              assertThatThrownBy(() -> reader.iterator().next())
                  .isInstanceOf(NoSuchElementException.class);
              return EchoService.response("empty");
            });
    try (RunningServer running = RunningServer.start(service)) {
      StreamRecorder<EchoResponse> upload = StreamRecorder.create();
      running.stub(EchoServiceGrpc::newStub).clientStream(upload).onCompleted();
      assertThat(upload).completesNormally().hasReceived(EchoService.response("empty"));
    }
  }

  @Test
  void belongsToTheThreadOfItsBody() {
    CompletableFuture<ResponseWriter<EchoResponse>> kept = new CompletableFuture<>();
    StreamService service =
        StreamService.responding(
            writer -> {
              kept.complete(writer);
              CompletableFuture.runAsync(
                      () ->
                          assertThatThrownBy(() -> writer.write(EchoService.response("")))
                              .isInstanceOf(IllegalStateException.class)
                              .hasMessageContaining("on the thread of its body"))
                  .get(10, TimeUnit.SECONDS);
              assertThatThrownBy(() -> writer.stallTimeout(Duration.ZERO))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessage("stallTimeout is PT0S: expected a time above zero");
            });
    try (RunningServer running = RunningServer.start(service)) {
      assertThat(StreamService.watch(running)).completesNormally();
      assertThatThrownBy(() -> kept.join().tryWrite(EchoService.response("")))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void refusesAnObserverThatIsNotOfGrpc() {
    assertThatThrownBy(
            () -> BlockingStream.respond(StreamRecorder.<EchoResponse>create(), writer -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected the observer that grpc-java hands to the handler method");
  }
}
