package dev.grapnel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alone, since it sets what other tests read. */
@Isolated
class TransportTest {

  private String before;

  @BeforeEach
  void remember() {
    before = System.getProperty(Transport.PROPERTY);
    System.clearProperty(Transport.PROPERTY);
  }

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(Transport.PROPERTY);
    } else {
      System.setProperty(Transport.PROPERTY, before);
    }
  }

  @Test
  void isInProcessUnlessTold() {
    assertThat(Transport.configured()).isEqualTo(Transport.IN_PROCESS);
  }

  @ParameterizedTest
  @CsvSource({
    "loopback, LOOPBACK",
    "' LoopBack ', LOOPBACK",
    "in-process, IN_PROCESS",
    "IN_PROCESS, IN_PROCESS",
    "'', IN_PROCESS"
  })
  void isWhatThePropertyNames(String value, Transport expected) {
    System.setProperty(Transport.PROPERTY, value);

    assertThat(Transport.configured()).isEqualTo(expected);
  }

  @Test
  void isTheDefaultOfClients() {
    System.setProperty(Transport.PROPERTY, "loopback");

    try (var client = GRPCTestClient.of(new UserService()).start()) {
      assertThat(client.port()).isPositive();
    }
    try (var client =
        GRPCTestClient.builder()
            .addService(new UserService())
            .transport(Transport.IN_PROCESS)
            .build()
            .start()) {
      assertThat(client.server()).isPresent();
    }
    try (var channel = FakeChannel.of(new UserService())) {
      assertThat(channel.authority()).isEqualTo("localhost");
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    System.setProperty(Transport.PROPERTY, "quic");

    assertThatIllegalStateException()
        .isThrownBy(() -> GRPCTestClient.of(new UserService()))
        .withMessage(
            "the system property grapnel.testing.transport is \"quic\": expected in-process or loopback");
  }
}
