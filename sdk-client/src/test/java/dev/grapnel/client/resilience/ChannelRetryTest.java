package dev.grapnel.client.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A channel that retries, over the network. */
@Timeout(60)
class ChannelRetryTest {

  private static final int OFFERED = 20;
  private static final int ATTEMPTS = 3;
  private static final int MINIMUM = 5;

  private static Map<String, ?> threeAttempts() {
    return Map.of(
        "methodConfig",
        List.of(
            Map.of(
                "name",
                List.of(Map.of("service", Kinds.SERVICE)),
                "retryPolicy",
                Map.of(
                    "maxAttempts",
                    (double) ATTEMPTS,
                    "initialBackoff",
                    "0.001s",
                    "maxBackoff",
                    "0.001s",
                    "backoffMultiplier",
                    1.0,
                    "retryableStatusCodes",
                    List.of("UNAVAILABLE")))));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void countsACallOnceHoweverOftenTheChannelTriesIt(MethodType type) {
    Resilience resilience =
        Resilience.builder()
            .circuitBreaker(
                CircuitBreakerConfig.custom()
                    .minimumNumberOfCalls(MINIMUM)
                    .waitDurationInOpenState(Duration.ofHours(1))
                    .build())
            .build();
    try (KindsServer server = KindsServer.onLoopback()) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(
                  "localhost", server.port(), InsecureChannelCredentials.create())
              .defaultServiceConfig(threeAttempts())
              .intercept(resilience)
              .build();
      try {
        assertThat(Kinds.call(channel, type).isOk()).isTrue();
        CircuitBreaker breaker = resilience.circuitBreaker(Kinds.name(type));
        breaker.reset();
        server.fail(type, Status.UNAVAILABLE);
        int before = server.attempts(type);

        for (int i = 0; i < OFFERED; i++) {
          assertThat(Kinds.call(channel, type).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }

        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(MINIMUM);
        assertThat(breaker.getMetrics().getNumberOfNotPermittedCalls())
            .isEqualTo(OFFERED - MINIMUM);
        assertThat(server.attempts(type) - before).isEqualTo(MINIMUM * ATTEMPTS);
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
