package dev.grapnel.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import dev.grapnel.client.GRPCClient;
import dev.grapnel.client.resilience.Resilience;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.interceptors.errors.ErrorInterceptor;
import dev.grapnel.interceptors.errors.FailureOrigin;
import dev.grapnel.samples.hello.v1.GreeterServiceGrpc;
import dev.grapnel.samples.hello.v1.SayHelloRequest;
import dev.grapnel.server.GRPCServer;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/resilience.md. */
class ResilienceGuideTest {

  private static final SayHelloRequest REQUEST =
      SayHelloRequest.newBuilder().setName("guide").build();

  private final SimpleMeterRegistry meterRegistry = new SimpleMeterRegistry();
  private final GRPCServer server =
      GRPCServer.builder()
          .host("127.0.0.1")
          .port(0)
          .shutdownHook(Toggle.OFF)
          .addService(new ServerGuideTest.Greeter())
          .build();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    meterRegistry.close();
  }

  @Test
  void guardsCalls() {
    // region: guard
    Resilience resilience =
        Resilience.builder()
            .circuitBreaker()
            .bulkhead(BulkheadConfig.custom().maxConcurrentCalls(64).build())
            .rateLimiter(
                RateLimiterConfig.custom()
                    .limitForPeriod(100)
                    .limitRefreshPeriod(Duration.ofSeconds(1))
                    .timeoutDuration(Duration.ZERO)
                    .build())
            .build();
    resilience.bindTo(meterRegistry);
    GRPCClient client =
        GRPCClient.builder("localhost", server.port()).addInterceptor(resilience).build();
    // endregion
    try (client) {
      var greeter = client.stub(GreeterServiceGrpc::newBlockingStub);
      assertThat(greeter.sayHello(REQUEST).getMessage()).startsWith("Hello, guide");
    }
    assertThat(meterRegistry.find("resilience4j.circuitbreaker.state").gauges()).isNotEmpty();
  }

  @Test
  void tellsWhoRefused() {
    CircuitBreakerConfig usual = CircuitBreakerConfig.ofDefaults();
    CircuitBreakerConfig strict =
        CircuitBreakerConfig.custom().failureRateThreshold(10).minimumNumberOfCalls(5).build();
    // region: methods
    CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(usual);
    registry.circuitBreaker("crypto.CryptoService/Deposit", strict);
    Resilience resilience = Resilience.builder().circuitBreaker(registry).build();

    CircuitBreaker hello = resilience.circuitBreaker("hello.v1.GreeterService/SayHello");
    hello.getEventPublisher().onStateTransition(event -> System.out.println(event));
    // endregion
    hello.transitionToOpenState();
    try (GRPCClient client =
        GRPCClient.builder("localhost", server.port())
            .addInterceptor(ErrorInterceptor.create())
            .addInterceptor(resilience)
            .build()) {
      var greeter = client.stub(GreeterServiceGrpc::newBlockingStub);
      StatusRuntimeException thrown =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> greeter.sayHello(REQUEST).getMessage());
      // region: refused
      RpcException failure = RpcException.from(thrown);
      FailureOrigin origin = ErrorInterceptor.origin(thrown);
      Optional<RetryInfo> comeAgain = failure.details().retryInfo();
      // endregion
      assertThat(origin).isEqualTo(FailureOrigin.LOCAL);
      assertThat(comeAgain).isPresent();
      assertThat(failure).hasRootCauseInstanceOf(CallNotPermittedException.class);
    }
  }
}
