package dev.grapnel.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionCapTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The honest client of the server has one of its own. */
  private static final int HONEST = 1;

  @Test
  void closesConnectionsAboveTheCapAtOnceAndTakesOthersWhenOneIsGone() throws Exception {
    try (NetworkServer server = NetworkServer.start(limits -> limits.maxConnections(3))) {
      try (RawConnection first = server.connect()) {
        try (RawConnection second = server.connect();
            RawConnection third = server.connect()) {
          assertThat(third.awaitEnd(PATIENCE)).isEqualTo(RawConnection.NO_GOAWAY);
          assertThat(server.vital("refused")).isEqualTo(1);
          assertThat(second.hasEnded()).isFalse();
        }
        server.awaitVital("open", HONEST + 1);
        try (RawConnection fourth = server.connect()) {
          fourth.hello().awaitServer();
          assertThat(fourth.hasEnded()).isFalse();
        }
        assertThat(first.hasEnded()).isFalse();
      }
      server.awaitVital("open", HONEST);
    }
  }

  @Test
  void capsEachPeerForItself() throws Exception {
    try (NetworkServer server = NetworkServer.start(limits -> limits.maxConnectionsPerPeer(2));
        RawConnection second = server.connect();
        RawConnection third = server.connect()) {
      assertThat(third.awaitEnd(PATIENCE)).isEqualTo(RawConnection.NO_GOAWAY);
      InetAddress neighbour = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(), neighbour, 0);
      try (RawConnection other = RawConnection.over(socket)) {
        other.hello().awaitServer();
        assertThat(other.hasEnded()).isFalse();
        assertThat(second.hasEnded()).isFalse();
      }
    }
  }

  @Test
  void takesAnIpv6NetworkForOnePeer() {
    assertThat(peer("2001:db8::1")).isEqualTo(peer("2001:db8::ffff:0:0:2"));
    assertThat(peer("2001:db8::1")).isNotEqualTo(peer("2001:db8:0:1::1"));
    assertThat(peer("192.0.2.1")).isNotEqualTo(peer("192.0.2.2"));
    assertThat(peer("::ffff:192.0.2.1")).isEqualTo(peer("192.0.2.1"));
  }

  @Test
  void staysHealthyBesideHalfOpenConnectionsAndEndsThem() throws Exception {
    int number = NetworkServer.LONG ? 998 : 50;
    List<RawConnection> silent = new ArrayList<>();
    try (NetworkServer server =
        NetworkServer.start(limits -> limits.handshakeTimeout(Duration.ofSeconds(3)))) {
      server.whileHealthy(
          () -> {
            for (int i = 0; i < number; i++) {
              silent.add(server.connect());
            }
            for (RawConnection connection : silent) {
              connection.awaitEnd(PATIENCE);
            }
          });
      server.awaitVital("open", HONEST);
      assertThat(server.vital("refused")).isZero();
    } finally {
      for (RawConnection connection : silent) {
        connection.close();
      }
    }
  }

  @Test
  void closesIdleConnections() throws Exception {
    try (NetworkServer server =
            NetworkServer.start(limits -> limits.maxIdle(Duration.ofSeconds(1)));
        RawConnection idle = server.connect().hello().awaitServer()) {
      assertThat(idle.awaitGoaway(PATIENCE)).isZero();
    }
  }

  private static Object peer(String address) {
    return ConnectionGate.peer(NetUtil.createInetAddressFromIpAddressString(address));
  }
}
