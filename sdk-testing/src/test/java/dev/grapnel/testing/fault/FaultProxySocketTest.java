package dev.grapnel.testing.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy before a server that speaks anything but HTTP/2. */
class FaultProxySocketTest {

  private ServerSocket listening;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    listening.setSoTimeout(15_000);
    proxy = FaultProxy.to(listening.getLocalPort()).start();
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    listening.close();
  }

  /** Both ends of a connection through the proxy. */
  private final class Ends implements AutoCloseable {

    final Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    final Socket server = listening.accept();

    Ends() throws IOException {
      client.setSoTimeout(15_000);
      server.setSoTimeout(15_000);
    }

    void ask(String text) throws IOException {
      client.getOutputStream().write(text.getBytes(US_ASCII));
      assertThat(server.getInputStream().readNBytes(text.length())).asString().isEqualTo(text);
    }

    void answer(String text) throws IOException {
      server.getOutputStream().write(text.getBytes(US_ASCII));
      assertThat(client.getInputStream().readNBytes(text.length())).asString().isEqualTo(text);
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
    }
  }

  @Test
  void passesOnWhoeverSpeaksFirstAndHowever() throws Exception {
    try (Ends ends = new Ends()) {
      ends.answer("220 mail.example ready");
      ends.answer("x");
      ends.ask("PRI * is not what it seems");
      ends.answer("ok");
      assertThat(proxy.connections()).isEqualTo(1);
    }
    Await.until(() -> proxy.connections() == 0);
    assertThat(proxy.accepted()).isEqualTo(1);
  }

  @Test
  void passesOnManyBytesUnchangedAndTheEndAfterThem() throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    try (Ends ends = new Ends()) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  ends.server.getOutputStream().write(bytes);
                  ends.server.shutdownOutput();
                } catch (IOException broken) {
                  throw new AssertionError(broken);
                }
              });
      sender.start();
      assertThat(Arrays.equals(ends.client.getInputStream().readAllBytes(), bytes)).isTrue();
      ends.ask("the other direction is still open");
      sender.join(15_000);
    }
  }

  @Test
  void cutIsAnOrderlyEndForBothSides() throws Exception {
    try (Ends ends = new Ends()) {
      ends.ask("hello");
      ends.client.getOutputStream().write("on its way".getBytes(US_ASCII));
      proxy.cut();
      assertThat(ends.client.getInputStream().read()).isEqualTo(-1);
      assertThatCode(() -> ends.server.getInputStream().readAllBytes()).doesNotThrowAnyException();
      assertThat(proxy.connections()).isZero();
    }
    try (Ends next = new Ends()) {
      next.ask("again");
    }
  }

  @Test
  void resetIsNoOrderlyEnd() throws Exception {
    try (Ends ends = new Ends()) {
      ends.ask("hello");
      proxy.reset();
      assertThatThrownBy(() -> ends.client.getInputStream().read())
          .isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> ends.server.getInputStream().read())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void whatOneSideResetsTheOtherSeesReset() throws Exception {
    try (Ends ends = new Ends()) {
      ends.ask("hello");
      ends.server.setSoLinger(true, 0);
      ends.server.close();
      assertThatThrownBy(() -> ends.client.getInputStream().read())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void refusedConnectionsAreRefusedByTheSystem() throws Exception {
    proxy.refuse();
    assertThatThrownBy(Ends::new).isInstanceOf(ConnectException.class);
    int port = proxy.port();
    proxy.accept();
    assertThat(proxy.port()).isEqualTo(port);
    try (Ends ends = new Ends()) {
      ends.ask("hello");
    }
  }

  @Test
  void cutsAfterExactlySoManyBytesOfTheServer() throws Exception {
    proxy.cutAfter(5);
    try (Ends ends = new Ends()) {
      ends.ask("bytes of the client do not count");
      ends.answer("123");
      ends.server.getOutputStream().write("4567".getBytes(US_ASCII));
      assertThat(ends.client.getInputStream().readNBytes(2)).asString().isEqualTo("45");
      assertThatThrownBy(() -> ends.client.getInputStream().read())
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void throttlesTheServerOnly() throws Exception {
    proxy.bytesPerSecond(1_000);
    try (Ends ends = new Ends()) {
      ends.ask("x".repeat(100_000));
      long before = System.nanoTime();
      ends.answer("x".repeat(221));
      assertThat(System.nanoTime() - before).isGreaterThan(180_000_000);
    }
  }

  @Test
  void stallsBothDirections() throws Exception {
    try (Ends ends = new Ends()) {
      proxy.stall();
      ends.client.getOutputStream().write(1);
      ends.server.getOutputStream().write(2);
      try (Ends other = new Ends()) {
        other.client.getOutputStream().write(3);
        assertThat(proxy.connections()).isEqualTo(2);
        assertThat(ends.server.getInputStream().available()).isZero();
        assertThat(ends.client.getInputStream().available()).isZero();
        proxy.resume();
        assertThat(ends.server.getInputStream().read()).isEqualTo(1);
        assertThat(ends.client.getInputStream().read()).isEqualTo(2);
        assertThat(other.server.getInputStream().read()).isEqualTo(3);
      }
    }
  }

  @Test
  void faultsOfHttp2NeedHttp2() throws Exception {
    try (Ends ends = new Ends()) {
      ends.ask("SELECT 1");
      assertThatThrownBy(proxy::goAway)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "goAway needs HTTP/2 in plaintext, but the connection from /127.0.0.1:%d does not"
                  + " begin with the HTTP/2 preface",
              ends.client.getLocalPort());
      assertThatThrownBy(() -> proxy.resetStreamAfter(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("resetStreamAfter needs HTTP/2 in plaintext");
      ends.answer("1");
    }
  }

  @Test
  void resetsClientsWhenTheServerIsNotThere() throws Exception {
    listening.close();
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      client.setSoTimeout(15_000);
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    Await.until(() -> proxy.connections() == 0);
  }

  @Test
  void endsThreadAndSocketsWhenClosed() throws Exception {
    String name = "fault-proxy-" + proxy.port();
    try (Ends ends = new Ends()) {
      ends.ask("hello");
      proxy.cut();
      proxy.close();
      Await.until(
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(t -> t.getName().equals(name)));
      assertThatThrownBy(Ends::new).isInstanceOf(ConnectException.class);
      assertThatThrownBy(proxy::cut)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("proxy is closed");
    }
  }

  @Test
  void refusesBadInput() {
    assertThatThrownBy(() -> FaultProxy.to(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port of the server is 0; expected 1 to 65535");
    assertThatThrownBy(() -> FaultProxy.to("no.such.host.invalid", 1))
        .hasMessage(
            "host of the server is \"no.such.host.invalid\"; expected a known name or an address");
    assertThatThrownBy(() -> proxy.latency(Duration.ofMillis(-1)))
        .hasMessage("smallest latency is PT-0.001S; expected zero or more");
    assertThatThrownBy(() -> proxy.bytesPerSecond(0))
        .hasMessage("bytes per second is 0; expected at least 1");
    assertThatThrownBy(() -> proxy.cutAfter(-1))
        .hasMessage("number of bytes before the cut is -1; expected at least 0");
    assertThatThrownBy(() -> proxy.resetStreamAfter(-1))
        .hasMessage("number of messages before the reset of a stream is -1; expected at least 0");
  }
}
