package dev.grapnel.client.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bulkheads, rate limiters, and how all three go together. */
@Timeout(60)
class CallLimitsTest {

  private static final BulkheadConfig ONE_AT_ONCE =
      BulkheadConfig.custom().maxConcurrentCalls(1).build();

  private final String name = InProcessServerBuilder.generateName();
  private final KindsServer server = KindsServer.inProcess(name);
  private final ManagedChannel plain = InProcessChannelBuilder.forName(name).build();

  private static RateLimiterConfig rate(int calls) {
    return RateLimiterConfig.custom()
        .limitForPeriod(calls)
        .limitRefreshPeriod(Duration.ofHours(1))
        .timeoutDuration(Duration.ZERO)
        .build();
  }

  @AfterEach
  void stop() {
    plain.shutdownNow();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void holdsAPlaceUntilTheCallIsClosed(MethodType type) throws Exception {
    Resilience resilience = Resilience.builder().bulkhead(ONE_AT_ONCE).build();
    Channel channel = ClientInterceptors.intercept(plain, resilience);
    server.behave(KindsServer.Behaviour.ANSWERS_AND_HOLDS);
    Kinds.Ongoing first = Kinds.call(channel, Kinds.method(type));

    Status refused = Kinds.call(channel, type);
    assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.getDescription())
        .isEqualTo("bulkhead test.Kinds/%s is full: it lets 1 calls run at once".formatted(type));
    assertThat(refused.getCause()).isInstanceOf(BulkheadFullException.class);

    server.endHeld(Status.OK);
    assertThat(first.status().isOk()).isTrue();
    Kinds.Ongoing second = Kinds.call(channel, Kinds.method(type));
    assertThat(second.cancel().getCode()).isEqualTo(Status.Code.CANCELLED);
    server.behave(KindsServer.Behaviour.ANSWERS);
    assertThat(Kinds.call(channel, type).isOk()).isTrue();
    assertThat(free(resilience, type)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void letsSoManyCallsThroughInAPeriod(MethodType type) {
    Resilience resilience = Resilience.builder().rateLimiter(rate(2)).build();
    Channel channel = ClientInterceptors.intercept(plain, resilience);

    assertThat(Kinds.call(channel, type).isOk()).isTrue();
    assertThat(Kinds.call(channel, type).isOk()).isTrue();
    Status refused = Kinds.call(channel, type);

    assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.getDescription())
        .isEqualTo(
            "rate limiter test.Kinds/%s is used up: it lets 2 calls through every 3600 s"
                .formatted(type));
    assertThat(refused.getCause()).isInstanceOf(RequestNotPermitted.class);
    assertThat(server.attempts(type)).isEqualTo(2);
  }

  @Test
  void takesNothingFromTheOthersForARefusedCall() throws Exception {
    Resilience resilience =
        Resilience.builder()
            .circuitBreaker(
                CircuitBreakerConfig.custom().permittedNumberOfCallsInHalfOpenState(2).build())
            .bulkhead(ONE_AT_ONCE)
            .rateLimiter(rate(2))
            .build();
    Channel channel = ClientInterceptors.intercept(plain, resilience);
    CircuitBreaker breaker = resilience.circuitBreaker(Kinds.name(MethodType.UNARY));

    breaker.transitionToOpenState();
    assertThat(Kinds.call(channel, MethodType.UNARY).getDescription()).contains("circuit breaker");
    assertThat(free(resilience, MethodType.UNARY)).isEqualTo(1);
    assertThat(left(resilience)).isEqualTo(2);

    breaker.transitionToHalfOpenState();
    server.behave(KindsServer.Behaviour.HOLDS);
    Kinds.Ongoing first = Kinds.call(channel, Kinds.method(MethodType.UNARY));
    for (int i = 0; i < 5; i++) {
      assertThat(Kinds.call(channel, MethodType.UNARY).getDescription()).contains("bulkhead");
    }
    assertThat(left(resilience)).isEqualTo(1);
    server.endHeld(Status.NOT_FOUND);
    first.status();

    resilience.rateLimiter(Kinds.name(MethodType.UNARY)).drainPermissions();
    for (int i = 0; i < 5; i++) {
      assertThat(Kinds.call(channel, MethodType.UNARY).getDescription()).contains("rate limiter");
      assertThat(free(resilience, MethodType.UNARY)).isEqualTo(1);
    }
    assertThat(breaker.getState()).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.tryAcquirePermission()).isTrue();
    assertThat(breaker.tryAcquirePermission()).isFalse();
  }

  @Test
  void asksTheBulkheadOnInterruptedThreadsToo() {
    Resilience resilience = Resilience.builder().bulkhead(ONE_AT_ONCE).build();
    Channel channel = ClientInterceptors.intercept(plain, resilience);

    Thread.currentThread().interrupt();
    Kinds.Ongoing call = Kinds.call(channel, Kinds.method(MethodType.UNARY));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(call.status().isOk()).isTrue();
  }

  private static int free(Resilience resilience, MethodType type) {
    return resilience.bulkhead(Kinds.name(type)).getMetrics().getAvailableConcurrentCalls();
  }

  private static int left(Resilience resilience) {
    return resilience
        .rateLimiter(Kinds.name(MethodType.UNARY))
        .getMetrics()
        .getAvailablePermissions();
  }
}
