package dev.grapnel.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.soak.v1.Chunk;
import dev.grapnel.soak.v1.LoadServiceGrpc;
import dev.grapnel.soak.v1.LoadServiceGrpc.LoadServiceStub;
import dev.grapnel.soak.v1.UploadResponse;
import dev.grapnel.soak.v1.WatchRequest;
import dev.grapnel.soak.v1.WatchRequest.OnDrain;
import dev.grapnel.soak.v1.WatchResponse;
import dev.grapnel.soak.v1.WorkRequest;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** SIGTERM ends the process within the drain delay, the grace and 5 s, whatever goes on. */
class TerminationTest {

  /** What the JVM makes of SIGTERM: 128 and the signal's number. */
  private static final int TERMINATED = 143;

  private static final Duration CANCEL_TIME = Duration.ofSeconds(5);

  /** For the JVM to wind down, on a machine that does other things. */
  private static final Duration SLACK =
      SoakForm.choose(Duration.ofSeconds(10), Duration.ofSeconds(3));

  private static final Duration DRAIN_DELAY =
      SoakForm.choose(Duration.ofMillis(200), Duration.ofSeconds(3));
  private static final Duration SHORT_GRACE =
      SoakForm.choose(Duration.ofSeconds(1), Duration.ofSeconds(10));

  /** Long enough to tell who waited for it. */
  private static final Duration LONG_GRACE = Duration.ofSeconds(60);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private ServerProcess server;

  @AfterEach
  void closeAll() throws Exception {
    server.close();
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void idle() throws InterruptedException {
    start(10, LONG_GRACE);
    connect();
    server.signal();
    awaitExit("idle", DRAIN_DELAY.plus(SLACK));
  }

  @Test
  void callsEndByThemselves() throws InterruptedException {
    start(50, LONG_GRACE);
    LoadServiceStub stub = connect();
    Tally tally = new Tally();
    WorkRequest work = Traffic.blocking(DRAIN_DELAY.plusMillis(500));
    for (int i = 0; i < 50; i++) {
      stub.work(work, tally.begin());
    }
    StreamRecorder<UploadResponse> upload = StreamRecorder.create();
    StreamObserver<Chunk> chunks = stub.upload(upload);
    chunks.onNext(Chunk.getDefaultInstance());
    StreamRecorder<WatchResponse> watch = watch(stub, OnDrain.END);
    // Calls arrive in the order in which they begin, so the others are there too.
    watch.awaitMessages(1);

    server.signal();
    assertThat(watch.awaitEnd().getCode()).isEqualTo(Status.Code.OK);
    assertThat(watch.messages()).last().matches(WatchResponse::getDrained, "is the last one");
    chunks.onNext(Chunk.getDefaultInstance());
    chunks.onCompleted();
    assertThat(upload.awaitMessages(1)).first().matches(answer -> answer.getMessages() == 2);
    awaitExit("50 calls, an upload and a stream", DRAIN_DELAY.plus(SLACK).plus(SLACK));
    assertThat(tally.finish().failures()).as(tally.failureText()).isZero();
    assertThat(tally.answered().count()).as("answered").isEqualTo(50);
  }

  @Test
  void aStreamIgnoresTheDrainSignal() throws InterruptedException {
    start(10, SHORT_GRACE);
    StreamRecorder<WatchResponse> watch = watch(connect(), OnDrain.GO_ON);
    watch.awaitMessages(1);
    server.signal();
    awaitExit("stream that ignores the drain signal", bound(SHORT_GRACE));
    assertThat(watch.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  /** Takes the 5 s in any case. */
  @Test
  @EnabledIfSystemProperty(named = "grapnel.soak", matches = "long")
  void aDrainActionBlocks() throws InterruptedException {
    start(10, Duration.ofMillis(10));
    watch(connect(), OnDrain.BLOCK).awaitMessages(1);
    server.signal();
    awaitExit("drain action that blocks", bound(SHORT_GRACE));
  }

  @Test
  void handlersIgnoreInterrupts() throws InterruptedException {
    start(5, SHORT_GRACE);
    LoadServiceStub stub = connect();
    Tally tally = new Tally();
    WorkRequest work =
        Traffic.blocking(Duration.ofMinutes(5)).toBuilder().setIgnoresInterrupts(true).build();
    for (int i = 0; i < 4; i++) {
      stub.work(work, tally.begin());
    }
    // Calls arrive in the order in which they begin.
    watch(stub, OnDrain.END).awaitMessages(1);
    server.signal();
    awaitExit("handlers that ignore interrupts", bound(SHORT_GRACE));
    assertThat(tally.finish().failures()).as(tally.failureText()).isEqualTo(4);
  }

  @Test
  void aReaderIsSlow() throws InterruptedException {
    start(10, SHORT_GRACE);
    try (PacedDownload download = new PacedDownload(connect())) {
      assertThat(download.awaitBegin()).as("a message came").isTrue();
      server.signal();
      awaitExit("slow reader", bound(SHORT_GRACE));
    }
  }

  @Test
  void connectionsAreHalfOpen() throws InterruptedException, IOException {
    // grpc-java gives each 10 s to answer a ping.
    Duration grace = SoakForm.choose(SHORT_GRACE, LONG_GRACE);
    start(10, grace);
    byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    for (int i = 0; i < 30; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      opened.add(socket);
      if (i % 3 > 0) {
        socket.getOutputStream().write(preface);
      }
      if (i % 3 > 1) {
        socket.getOutputStream().write(settings);
        // The server's settings: it has taken the connection for what it is.
        assertThat(socket.getInputStream().read()).isNotNegative();
      }
    }
    connect();
    server.signal();
    awaitExit("30 half-open connections", bound(grace));
  }

  @Test
  void overloaded() throws InterruptedException {
    start(2, SHORT_GRACE);
    WorkRequest computing = WorkRequest.newBuilder().setCpuMicros(10_000).build();
    Traffic traffic = new Traffic(computing, List.of(connect()));
    try (Traffic.OpenLoop calls = traffic.openLoop(1000)) {
      calls.awaitAnswerOf(server);
      server.signal();
      awaitExit("overloaded", bound(SHORT_GRACE));
      Tally tally = calls.finish();
      SoakForm.tell(
          "SIGTERM, overloaded",
          "answered %s, rejected %s, failed %s"
              .formatted(tally.answered(), tally.rejected(), tally.failureText()));
    }
  }

  private void start(int workers, Duration grace) {
    server =
        ServerProcess.start(
            ServerOptions.defaults().workers(workers).drainDelay(DRAIN_DELAY).shutdownGrace(grace));
  }

  private LoadServiceStub connect() throws InterruptedException {
    GRPCClient client = server.client();
    opened.add(client);
    return client.stub(LoadServiceGrpc::newStub);
  }

  private static StreamRecorder<WatchResponse> watch(LoadServiceStub stub, OnDrain onDrain) {
    StreamRecorder<WatchResponse> watch = StreamRecorder.create();
    stub.watch(WatchRequest.newBuilder().setOnDrain(onDrain).build(), watch);
    return watch;
  }

  private static Duration bound(Duration grace) {
    return DRAIN_DELAY.plus(grace).plus(CANCEL_TIME).plus(SLACK);
  }

  private void awaitExit(String situation, Duration bound) throws InterruptedException {
    ServerProcess.Exit exit = server.awaitExit(bound);
    SoakForm.tell(
        "SIGTERM, " + situation,
        "gone after %d ms, of %d allowed".formatted(exit.time().toMillis(), bound.toMillis()));
    assertThat(exit.code()).as("exit code").isEqualTo(TERMINATED);
  }
}
