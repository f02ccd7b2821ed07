package dev.grapnel.client.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.time.VirtualClock;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class CircuitBreakerTest {

  private static final int MINIMUM = 4;
  private static final int TRIALS = 2;

  private final VirtualClock clock = VirtualClock.create();
  private final String name = InProcessServerBuilder.generateName();
  private final KindsServer server = KindsServer.inProcess(name);
  private final ManagedChannel plain = InProcessChannelBuilder.forName(name).build();
  private final Resilience resilience = Resilience.builder().circuitBreaker(config()).build();
  private final Channel channel = ClientInterceptors.intercept(plain, resilience);

  private CircuitBreakerConfig config() {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(20)
        .minimumNumberOfCalls(MINIMUM)
        .waitDurationInOpenState(Duration.ofSeconds(12))
        .permittedNumberOfCallsInHalfOpenState(TRIALS)
        .slowCallDurationThreshold(Duration.ofSeconds(1))
        .clock(clock.withZone(ZoneOffset.UTC))
        .currentTimestampFunction(unused -> clock.read(), TimeUnit.NANOSECONDS)
        .build();
  }

  @AfterEach
  void stop() {
    plain.shutdownNow();
    server.close();
  }

  private CircuitBreaker breaker(MethodType type) {
    return resilience.circuitBreaker(Kinds.name(type));
  }

  private void open(MethodType type) {
    server.fail(type, Status.UNAVAILABLE.withDescription("down"));
    for (int i = 0; i < MINIMUM; i++) {
      assertThat(Kinds.call(channel, type).getDescription()).isEqualTo("down");
    }
    assertThat(breaker(type).getState()).isEqualTo(State.OPEN);
  }

  private void halfOpen(MethodType type) {
    open(type);
    clock.advance(Duration.ofSeconds(13));
    server.heal(type);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void opensForAFailingMethodAlone(MethodType type) {
    open(type);
    int before = server.attempts(type);

    Kinds.Ongoing refused = Kinds.call(channel, Kinds.method(type));

    assertThat(refused.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused.status().getDescription())
        .isEqualTo(
            "circuit breaker test.Kinds/%s is open: 100 %% of the last 4 calls failed; calls are let"
                    .formatted(type)
                + " through again in 12 s");
    assertThat(server.attempts(type)).isEqualTo(before);
    for (MethodType other : MethodType.values()) {
      if (other != type && other != MethodType.UNKNOWN) {
        assertThat(Kinds.call(channel, other).isOk()).as("%s", other).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void closesAfterCallsThatFindTheServerBack(MethodType type) {
    halfOpen(type);

    for (int i = 0; i < TRIALS; i++) {
      assertThat(Kinds.call(channel, type).isOk()).isTrue();
    }

    assertThat(breaker(type).getState()).isEqualTo(State.CLOSED);
    assertThat(Kinds.call(channel, type).isOk()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void letsOnlySoManyCallsTryTheServer(MethodType type) throws Exception {
    halfOpen(type);
    server.behave(KindsServer.Behaviour.HOLDS);
    Kinds.Ongoing first = Kinds.call(channel, Kinds.method(type));
    server.nextHeld();
    Kinds.Ongoing second = Kinds.call(channel, Kinds.method(type));

    assertThat(Kinds.call(channel, type).getDescription())
        .isEqualTo(
            "circuit breaker test.Kinds/%s is half open: the calls that try the server have not"
                    .formatted(type)
                + " ended");

    assertThat(first.cancel().getCode()).isEqualTo(Status.Code.CANCELLED);
    Kinds.Ongoing third = Kinds.call(channel, Kinds.method(type));
    assertThat(Kinds.call(channel, type).getDescription()).contains("half open");
    server.endHeld(Status.NOT_FOUND);
    server.endHeld(Status.NOT_FOUND);
    second.status();
    third.status();
    assertThat(breaker(type).getState()).isEqualTo(State.CLOSED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void countsNeitherWayWhatTheCallerCancels(MethodType type) {
    server.behave(KindsServer.Behaviour.HOLDS);
    for (int i = 0; i < 10; i++) {
      Kinds.call(channel, Kinds.method(type)).cancel();
    }
    assertThat(breaker(type).getMetrics().getNumberOfBufferedCalls()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVER_STREAMING", "BIDI_STREAMING", "CLIENT_STREAMING"})
  void judgesAStreamByItsFirstAnswer(MethodType type) throws Exception {
    halfOpen(type);
    server.behave(KindsServer.Behaviour.ANSWERS_AND_HOLDS);
    for (int i = 0; i < TRIALS; i++) {
      Kinds.call(channel, Kinds.method(type)).awaitAnswer();
    }
    assertThat(breaker(type).getState()).isEqualTo(State.CLOSED);

    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < TRIALS; i++) {
      server.endHeld(Status.UNAVAILABLE);
    }
    Kinds.Ongoing last = Kinds.call(channel, Kinds.method(type));
    server.endHeld(Status.UNAVAILABLE);
    last.status();

    assertThat(breaker(type).getMetrics().getNumberOfFailedCalls()).isZero();
    assertThat(breaker(type).getMetrics().getNumberOfSlowCalls()).isZero();
  }

  @Test
  void doesNotOpenForStatusesOfAServerThatAnswers() {
    for (Status.Code code : Status.Code.values()) {
      boolean failure =
          switch (code) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, UNKNOWN, DATA_LOSS -> true;
            default -> false;
          };
      breaker(MethodType.UNARY).reset();
      server.fail(MethodType.UNARY, code.toStatus());
      assertThat(Kinds.call(channel, MethodType.UNARY).getCode()).isEqualTo(code);
      assertThat(breaker(MethodType.UNARY).getMetrics().getNumberOfFailedCalls())
          .as("%s", code)
          .isEqualTo(failure ? 1 : 0);
      assertThat(breaker(MethodType.UNARY).getMetrics().getNumberOfSuccessfulCalls())
          .as("%s", code)
          .isEqualTo(failure || code == Status.Code.CANCELLED ? 0 : 1);
    }
  }

  @Test
  void tellsThatARefusedCallWasNotThePeersDoing() {
    open(MethodType.UNARY);

    Kinds.Ongoing refused = Kinds.call(channel, Kinds.method(MethodType.UNARY));
    RpcException failure =
        RpcException.from(refused.status().asRuntimeException(refused.trailers()));

    assertThat(failure).hasRootCauseInstanceOf(CallNotPermittedException.class);
    assertThat(failure.details().retryInfo().orElseThrow().getRetryDelay().getSeconds())
        .isEqualTo(12);
  }

  @Test
  void tellsHowMuchLongerCallsAreRefused() {
    open(MethodType.UNARY);
    clock.advance(Duration.ofMillis(9_500));

    assertThat(Kinds.call(channel, MethodType.UNARY).getDescription()).endsWith("again in 3 s");
  }

  @Test
  void opensForSlowUnaryCalls() throws Exception {
    server.behave(KindsServer.Behaviour.HOLDS);
    for (int i = 0; i < MINIMUM; i++) {
      Kinds.Ongoing slow = Kinds.call(channel, Kinds.method(MethodType.UNARY));
      clock.advance(Duration.ofSeconds(2));
      server.endHeld(Status.NOT_FOUND);
      slow.status();
    }

    assertThat(Kinds.call(channel, MethodType.UNARY).getDescription())
        .contains("is open: 100 % of the last 4 calls were slow;");
  }

  @Test
  void doesNotCountWhatBeganBeforeItOpenedOnceItTriesTheServer() throws Exception {
    server.behave(KindsServer.Behaviour.HOLDS);
    Kinds.Ongoing failing = Kinds.call(channel, Kinds.method(MethodType.UNARY));
    ServerCall<String, String> answer = server.nextHeld();
    Kinds.Ongoing cancelled = Kinds.call(channel, Kinds.method(MethodType.UNARY));
    server.nextHeld();
    halfOpen(MethodType.UNARY);
    Kinds.Ongoing trial = Kinds.call(channel, Kinds.method(MethodType.UNARY));

    answer.close(Status.UNAVAILABLE, new Metadata());
    assertThat(failing.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    cancelled.cancel();

    assertThat(breaker(MethodType.UNARY).getMetrics().getNumberOfBufferedCalls()).isZero();
    Kinds.Ongoing second = Kinds.call(channel, Kinds.method(MethodType.UNARY));
    assertThat(Kinds.call(channel, MethodType.UNARY).getDescription()).contains("half open");
    trial.cancel();
    second.cancel();
  }

  @Test
  void doesNotCountADeadlineThatPassedBeforeTheCallLeft() {
    CallOptions late = CallOptions.DEFAULT.withDeadlineAfter(-1, TimeUnit.SECONDS);
    for (int i = 0; i < 10; i++) {
      assertThat(Kinds.call(channel, Kinds.method(MethodType.UNARY), late).status().getCode())
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
    assertThat(breaker(MethodType.UNARY).getMetrics().getNumberOfBufferedCalls()).isZero();
  }

  @Test
  void countsADeadlineThatPassesWhileTheServerIsSilent() {
    server.behave(KindsServer.Behaviour.HOLDS);
    CallOptions soon = CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS);
    Kinds.call(channel, Kinds.method(MethodType.UNARY), soon).status();
    assertThat(breaker(MethodType.UNARY).getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
  }

  @Test
  void doesNotCountWhatAnotherFurtherInRefuses() {
    open(MethodType.UNARY);
    Resilience outer = Resilience.builder().circuitBreaker(config()).per(Scope.CLIENT).build();
    Channel both = ClientInterceptors.intercept(channel, outer);

    for (int i = 0; i < 10; i++) {
      assertThat(Kinds.call(both, MethodType.UNARY).getDescription()).contains("test.Kinds/UNARY");
    }

    assertThat(outer.circuitBreaker(channel.authority()).getMetrics().getNumberOfBufferedCalls())
        .isZero();
  }

  @Test
  void staysForcedOpenUntilTold() {
    breaker(MethodType.UNARY).transitionToForcedOpenState();
    Kinds.Ongoing refused = Kinds.call(channel, Kinds.method(MethodType.UNARY));
    assertThat(refused.status().getDescription())
        .isEqualTo("circuit breaker test.Kinds/UNARY is forced open");
    assertThat(refused.trailers().keys()).isEmpty();
  }
}
