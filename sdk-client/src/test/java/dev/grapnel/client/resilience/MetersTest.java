package dev.grapnel.client.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetersTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final String name = InProcessServerBuilder.generateName();
  private final KindsServer server = KindsServer.inProcess(name);
  private final ManagedChannel plain = InProcessChannelBuilder.forName(name).build();

  @AfterEach
  void stop() {
    plain.shutdownNow();
    server.close();
    meters.close();
  }

  @Test
  void followWhatHappens() throws Exception {
    Resilience resilience =
        Resilience.builder()
            .circuitBreaker()
            .bulkhead(BulkheadConfig.custom().maxConcurrentCalls(3).build())
            .rateLimiter(
                RateLimiterConfig.custom()
                    .limitForPeriod(100)
                    .limitRefreshPeriod(Duration.ofHours(1))
                    .timeoutDuration(Duration.ZERO)
                    .build())
            .build();
    resilience.bindTo(meters);
    Channel channel = ClientInterceptors.intercept(plain, resilience);

    server.behave(KindsServer.Behaviour.HOLDS);
    Kinds.Ongoing running = Kinds.call(channel, Kinds.method(MethodType.UNARY));
    assertThat(gauge("resilience4j.bulkhead.available.concurrent.calls")).isEqualTo(2);
    assertThat(gauge("resilience4j.ratelimiter.available.permissions")).isEqualTo(99);
    assertThat(state("closed")).isEqualTo(1);
    server.endHeld(Status.UNAVAILABLE);
    running.status();

    server.fail(MethodType.UNARY, Status.UNAVAILABLE);
    for (int i = 0; i < 20; i++) {
      Kinds.call(channel, MethodType.UNARY);
    }
    assertThat(state("closed")).isZero();
    assertThat(state("open")).isEqualTo(1);
    assertThat(gauge("resilience4j.bulkhead.available.concurrent.calls")).isEqualTo(3);
    assertThat(
            meters
                .get("resilience4j.circuitbreaker.not.permitted.calls")
                .tag("name", Kinds.name(MethodType.UNARY))
                .counter()
                .count())
        .isEqualTo(1);
  }

  private double gauge(String gauge) {
    return meters.get(gauge).tag("name", Kinds.name(MethodType.UNARY)).gauge().value();
  }

  private double state(String state) {
    return meters
        .get("resilience4j.circuitbreaker.state")
        .tag("name", Kinds.name(MethodType.UNARY))
        .tag("state", state)
        .gauge()
        .value();
  }
}
