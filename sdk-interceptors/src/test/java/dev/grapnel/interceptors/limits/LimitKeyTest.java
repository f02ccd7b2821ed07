package dev.grapnel.interceptors.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.inprocess.InProcessSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LimitKeyTest {

  private static String network(String ip) throws UnknownHostException {
    return PeerNetwork.of(new InetSocketAddress(InetAddress.getByName(ip), 1234));
  }

  @Test
  void takesAnIpv4AddressAsAWhole() throws Exception {
    assertThat(network("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(network("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
  }

  @Test
  void takesTheFirst64BitsOfAnIpv6Address() throws Exception {
    assertThat(network("2001:db8:0:1:ffff::1")).isEqualTo("2001:db8:0:1::/64");
    assertThat(network("2001:db8:0:1::2")).isEqualTo("2001:db8:0:1::/64");
    assertThat(network("2001:db8:0:2::1")).isEqualTo("2001:db8:0:2::/64");
  }

  @Property(tries = 200)
  void oneNetworkIsOneKeyAndOthersAreNot(
      @ForAll @Size(16) byte[] first, @ForAll @Size(16) byte[] second) throws Exception {
    first[0] = second[0] = 0x20;
    byte[] neighbour = second.clone();
    System.arraycopy(first, 0, neighbour, 0, 8);
    assertThat(PeerNetwork.of(address(neighbour))).isEqualTo(PeerNetwork.of(address(first)));
    boolean same = Arrays.equals(first, 0, 8, second, 0, 8);
    assertThat(PeerNetwork.of(address(second)).equals(PeerNetwork.of(address(first))))
        .isEqualTo(same);
  }

  private static SocketAddress address(byte[] ip) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByAddress(ip), 1);
  }

  @Test
  void takesAllThatIsNotIpAsOne() {
    assertThat(PeerNetwork.of(new InProcessSocketAddress("a"))).isEqualTo("local");
    assertThat(PeerNetwork.of(null)).isEqualTo("local");
    assertThat(PeerNetwork.of(InetSocketAddress.createUnresolved("somewhere", 1)))
        .isEqualTo("local");
  }

  @Test
  void keepsLongValuesShortAndApart() {
    LimitSubject first = new LimitSubject("tenant", "a".repeat(10_000) + "1");
    LimitSubject second = new LimitSubject("tenant", "a".repeat(10_000) + "2");
    assertThat(first).isNotEqualTo(second);
    assertThat(first.value()).hasSizeLessThan(100);
    assertThat(new LimitSubject("peer", "10.0.0.1"))
        .isNotEqualTo(new LimitSubject("principal", "10.0.0.1"))
        .hasToString("peer:10.0.0.1");
  }
}
