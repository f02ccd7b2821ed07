package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.Transport;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class StatusTextTest {

  static Stream<TestService.Behaviour> failures() {
    String text = "a\0b\rc\u001b[31md\u0085e" + "x".repeat(2000);
    RpcException failure = RpcException.of(Status.Code.ABORTED, text);
    return Stream.of(
        (request, responses) -> responses.onError(failure),
        (request, responses) -> {
          throw failure;
        });
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isCleanAndShortWhetherThrownOrReported(TestService.Behaviour behaviour) {
    for (Transport transport : Transport.values()) {
      try (TestServer server = TestServer.start(transport, TestService.of(behaviour))) {
        Status status = server.call(MethodType.UNARY).awaitStatus();

        assertThat(status.getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(status.getDescription()).startsWith("a b c [31md ex").hasSize(1024);
      }
    }
  }

  @Property
  void isNeverLongerNorControlledNorCutInsideACharacter(@ForAll String text) {
    Status status = SafeText.of(Status.ABORTED.withDescription(text + "\uD83D\uDE00".repeat(600)));
    String safe = String.valueOf(status.getDescription());

    assertThat(safe.length()).isLessThanOrEqualTo(1024);
    assertThat(safe.chars().filter(Character::isISOControl)).isEmpty();
    if (text.length() < 1000) {
      assertThat(Character.isHighSurrogate(safe.charAt(safe.length() - 1))).isFalse();
    }
  }
}
