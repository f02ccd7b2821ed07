package dev.grapnel.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.server.EchoService;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoResponse;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamRaceTest {

  /** The end of a body and the end of its call meet; the thread goes on to other work. */
  @Test
  void neverInterruptsAThreadAfterItsBody() throws Exception {
    LinkedBlockingQueue<StreamBody> bodies = new LinkedBlockingQueue<>();
    var service =
        new EchoServiceGrpc.EchoServiceImplBase() {
          @Override
          public void serverStream(EchoRequest request, StreamObserver<EchoResponse> responses) {
            var call = (ServerCallStreamObserver<EchoResponse>) responses;
            call.setOnCancelHandler(() -> {});
            bodies.add(new StreamBody(call));
          }
        };
    AtomicInteger interrupted = new AtomicInteger();
    try (GRPCTestClient client = GRPCTestClient.of(service).start()) {
      for (int i = 0; i < 2000; i++) {
        StreamRecorder<EchoResponse> call = StreamRecorder.create();
        client.stub(EchoServiceGrpc::newStub).serverStream(EchoService.request(""), call);
        StreamBody body = bodies.poll(10, TimeUnit.SECONDS);
        CyclicBarrier start = new CyclicBarrier(2);
        CompletableFuture<Void> canceller =
            CompletableFuture.runAsync(
                () -> {
                  meet(start);
                  body.cancel();
                });
        meet(start);
        body.run(
            () -> {
              if (Thread.currentThread().isInterrupted()) {
                interrupted.incrementAndGet();
              }
            });
        // Both are false if a thread is interrupted for its body only.
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        canceller.get(10, TimeUnit.SECONDS);
        assertThat(Thread.interrupted()).isFalse();
        call.cancel();
      }
    }
    assertThat(interrupted.get()).isLessThan(2000);
  }

  /** Clients cancel, half-close, pause and go on at any moment; each body ends, and only once. */
  @Test
  void endsEveryBodyWhateverClientsDo() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    StreamService service =
        StreamService.conversing(
            (reader, writer) -> {
              begun.incrementAndGet();
              try {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                for (EchoRequest request : reader) {
                  for (int i = 0; i < request.getCount(); i++) {
                    writer.write(EchoService.response("x".repeat(2000)));
                  }
                }
              } finally {
                ended.incrementAndGet();
              }
            });
    try (RunningServer running =
        RunningServer.start(
            RunningServer.builder()
                .maxWorkers(3)
                .overload(RunningServer::patient)
                .addService(service))) {
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int seed = i;
        clients.add(CompletableFuture.runAsync(() -> play(running, new Random(seed))));
      }
      for (CompletableFuture<Void> client : clients) {
        client.get(60, TimeUnit.SECONDS);
      }
      running.server().close();
    }
    assertThat(ended.get()).isEqualTo(begun.get());
  }

  private static void play(RunningServer running, Random random) {
    for (int i = 0; i < 40; i++) {
      StreamRecorder<EchoResponse> call = StreamRecorder.manual();
      StreamObserver<EchoRequest> requests = StreamService.talk(running::stub, call);
      int expected = 0;
      for (int j = random.nextInt(4); j > 0; j--) {
        EchoRequest request = EchoRequest.newBuilder().setCount(random.nextInt(100)).build();
        expected += request.getCount();
        requests.onNext(request);
        call.request(1 + random.nextInt(50));
      }
      // Fewer in all than the 200 resets that end a connection.
      if (random.nextBoolean()) {
        call.cancel();
      } else {
        requests.onCompleted();
        call.request(Integer.MAX_VALUE);
        assertThat(call.awaitEnd().isOk()).as("ended with %s", call.awaitEnd()).isTrue();
        assertThat(call.messages()).hasSize(expected);
      }
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
