package dev.grapnel.server.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.Soak;
import dev.grapnel.testing.security.TestAuthority;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of messages, frames and connections of garbage: a small log, and a server that answers.
 */
@Timeout(300)
class GarbageFloodTest {

  private static final int MESSAGES = Soak.times(200, 20_000);
  private static final int FRAMES = Soak.times(200, 20_000);
  private static final int CONNECTIONS = Soak.times(50, 5_000);
  private static final int LARGEST_LOG = 100_000;
  private static final long MOST_HEAP = 64L << 20;
  private static final Duration HEALTH = Duration.ofSeconds(Soak.isLong() ? 1 : 10);

  @Test
  void malformedMessagesCostNoLineOfLog() throws Exception {
    byte[] garbage = MalformedFramesTest.frame(0, new byte[] {-1, -1, 7});
    flood(0, port -> calls(port, garbage, Status.Code.INVALID_ARGUMENT, MESSAGES));
  }

  @Test
  void brokenFramesCostALimitedLog() throws Exception {
    byte[] unknownFlag = MalformedFramesTest.frame(6, new byte[] {1});
    flood(LARGEST_LOG, port -> calls(port, unknownFlag, Status.Code.INTERNAL, FRAMES));
  }

  @Test
  void connectionsThatAreNoHttp2CostALimitedLog() throws Exception {
    Random random = new Random(1);
    flood(
        LARGEST_LOG,
        port -> {
          for (int i = 0; i < CONNECTIONS; i++) {
            byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            connect(port, i % 2 == 0 ? bytes : preface(bytes));
          }
        });
  }

  @Test
  void garbageInEveryKindOfFrameCostsALimitedLog() throws Exception {
    Random random = new Random(1);
    flood(
        LARGEST_LOG,
        port -> {
          for (int i = 0; i < CONNECTIONS; i++) {
            try (RawHttp2 client = RawHttp2.connect(port)) {
              byte[] payload = new byte[random.nextInt(40)];
              random.nextBytes(payload);
              int stream = random.nextInt(4);
              client.call("/echo.v1.EchoService/BidiStream", Map.of(), new byte[] {0});
              client.frame(i % 11, random.nextInt(256), stream, payload);
              client.drain();
            } catch (SocketException reset) {
              // Closed with bytes unread.
            }
          }
        });
  }

  @Test
  void handshakesThatAreNoTlsCostALimitedLog(@TempDir Path folder) throws Exception {
    TransportSecurity tls = TestAuthority.create(folder).server("server");
    Random random = new Random(1);
    byte[] hello = {22, 3, 1, 1, 0, 1, 0, 0, -4, 3, 3};
    try (AllLogs log = new AllLogs();
        GRPCServer server =
            RunningServer.builder().transportSecurity(tls).addService(new EchoService()).build()) {
      server.start();
      int before = log.size();
      for (int i = 0; i < CONNECTIONS; i++) {
        byte[] bytes = new byte[300];
        random.nextBytes(bytes);
        if (i % 2 == 0) {
          System.arraycopy(hello, 0, bytes, 0, hello.length);
        }
        connect(server.port(), bytes);
      }
      assertThat(log.size() - before).as(log.text()).isLessThan(LARGEST_LOG);
    }
  }

  private interface Attack {
    void on(int port) throws Exception;
  }

  private static void flood(int largestLog, Attack attack) throws Exception {
    try (AllLogs log = new AllLogs();
        RunningServer running = RunningServer.start(new EchoService())) {
      running.echo("warm");
      int before = log.size();
      long start = System.nanoTime();
      long heap = usedHeap();
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Integer> health =
          CompletableFuture.supplyAsync(() -> health(running, over));
      attack.on(running.server().port());
      over.set(true);

      assertThat(health.get(30, TimeUnit.SECONDS)).isPositive();
      assertThat(log.size() - before)
          .as(log.text())
          .isLessThanOrEqualTo(largestLog * (1 + minutesSince(start)));
      assertThat(running.echo("still there")).isEqualTo("still there");
      assertThat(usedHeap() - heap).isLessThan(MOST_HEAP);
    }
  }

  /** The log is limited for each minute, and a busy machine may take more than one. */
  private static int minutesSince(long start) {
    return (int) TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - start);
  }

  /** Each answer within a second. */
  private static int health(RunningServer running, AtomicBoolean over) {
    int answers = 0;
    do {
      running
          .stub(HealthGrpc::newBlockingStub)
          .withDeadlineAfter(HEALTH)
          .check(HealthCheckRequest.getDefaultInstance());
      answers++;
    } while (!over.get());
    return answers;
  }

  private static void calls(int port, byte[] data, Status.Code code, int calls) throws Exception {
    try (RawHttp2 client = RawHttp2.connect(port)) {
      for (int i = 0; i < calls; i++) {
        client.call("/echo.v1.EchoService/Unary", Map.of(), data);
        assertThat(client.awaitEnd().status()).isEqualTo("" + code.value());
      }
    }
  }

  private static byte[] preface(byte[] garbage) {
    byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[preface.length + garbage.length];
    System.arraycopy(preface, 0, all, 0, preface.length);
    System.arraycopy(garbage, 0, all, preface.length, garbage.length);
    return all;
  }

  /** Sends bytes and waits until the server has closed. */
  private static void connect(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException reset) {
      // Closed with bytes unread.
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
