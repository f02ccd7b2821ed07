package dev.grapnel.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.policy.Backoff;
import dev.grapnel.core.policy.HedgingPolicy;
import dev.grapnel.core.policy.RetryBudget;
import dev.grapnel.core.policy.RetryPolicy;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What grpc-java makes of it. */
@Timeout(60)
class ChannelTest {

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private static final ServiceConfig NOTHING = ServiceConfig.builder().build();

  private static final RetryPolicy QUICK =
      new RetryPolicy(
          3,
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), 1),
          Set.of(Status.Code.UNAVAILABLE));

  @Test
  void callsThatMayBeRepeatedAreMadeThreeTimes() throws Exception {
    CallPolicies policies = compile(NOTHING);

    assertThat(attempts(policies.repeatable(), Things.GET, Status.UNAVAILABLE)).isEqualTo(3);
    assertThat(attempts(policies.once(), Things.ADD, Status.UNAVAILABLE)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"OK", "UNAVAILABLE"},
      mode = EnumSource.Mode.EXCLUDE)
  void noOtherFailureIsTriedAgainByDefault(Status.Code code) throws Exception {
    assertThat(attempts(compile(NOTHING).repeatable(), Things.GET, code.toStatus())).isEqualTo(1);
  }

  @Test
  void theClientsRetryIsForAllMethods() throws Exception {
    CallPolicies policies = compile(NOTHING, Optional.of(QUICK), Set.of());

    assertThat(attempts(policies.once(), Things.ADD, Status.UNAVAILABLE)).isEqualTo(3);
    assertThat(attempts(policies.repeatable(), Things.GET, Status.UNAVAILABLE)).isEqualTo(3);
  }

  @Test
  void anEntryGoesBeforeTheClientsRetry() throws Exception {
    ServiceConfig config =
        ServiceConfig.builder()
            .service("test.Things", MethodConfig.builder().retry(RetryPolicy.none()).build())
            .method(
                Things.ADD,
                MethodConfig.builder().retry(RetryPolicy.on(2, Status.Code.ABORTED)).build())
            .build();
    CallPolicies policies = compile(config, Optional.of(QUICK), Set.of());

    assertThat(attempts(policies.repeatable(), Things.GET, Status.UNAVAILABLE)).isEqualTo(1);
    assertThat(attempts(policies.once(), Things.ADD, Status.ABORTED)).isEqualTo(2);
  }

  @Test
  void theDefaultsTakeTheDefaultRetryToo() throws Exception {
    MethodConfig waiting = MethodConfig.builder().waitForReady(Toggle.ON).build();
    CallPolicies policies = compile(ServiceConfig.builder().defaults(waiting).build());

    assertThat(attempts(policies.repeatable(), Things.GET, Status.UNAVAILABLE)).isEqualTo(3);
    assertThat(attempts(policies.once(), Things.ADD, Status.UNAVAILABLE)).isEqualTo(1);
  }

  @Test
  void aServerThatAsksForNoRetryGetsNone() throws Exception {
    try (ThingsServer server = ThingsServer.start(pushingBack("-1"))) {
      assertThat(codeOf(server, quick(), Things.GET)).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(server.attempts()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatAsksForTimeGetsIt() throws Exception {
    try (ThingsServer server = ThingsServer.start(pushingBack("100"))) {
      assertThat(codeOf(server, quick(), Things.GET)).isEqualTo(Status.Code.OK);
      assertThat(server.attempts()).isEqualTo(2);
      assertThat(server.millisOfAttempts()).isGreaterThanOrEqualTo(99);
    }
  }

  @Test
  void aServerInTroubleIsHardlyCalledOftener() throws Exception {
    try (ThingsServer server =
        ThingsServer.start(
            (attempt, responses) -> responses.onError(Status.UNAVAILABLE.asException()))) {
      ManagedChannel channel = server.channel(quick());
      for (int i = 0; i < 400; i++) {
        assertThat(codeOf(channel, Things.GET, CallOptions.DEFAULT, "x"))
            .isEqualTo(Status.Code.UNAVAILABLE);
      }
      channel.shutdownNow();

      assertThat(server.attempts()).isGreaterThan(400).isLessThanOrEqualTo(480);
    }
  }

  @Test
  void aSlowCallIsHedged() throws Exception {
    MethodConfig hedged =
        MethodConfig.builder().hedging(HedgingPolicy.after(2, Duration.ofMillis(1))).build();
    CallPolicies policies = compile(ServiceConfig.builder().method(Things.GET, hedged).build());
    try (ThingsServer server = ThingsServer.start(ChannelTest::answerTheSecond)) {
      assertThat(codeOf(server, policies.repeatable(), Things.GET)).isEqualTo(Status.Code.OK);
      assertThat(server.attempts()).isEqualTo(2);
    }
  }

  @Test
  void callsWaitForAConnectionOrNot() throws Exception {
    ServiceConfig config =
        ServiceConfig.builder()
            .method(Things.GET, MethodConfig.builder().waitForReady(Toggle.ON).build())
            .method(Things.ADD, MethodConfig.builder().waitForReady(Toggle.OFF).build())
            .build();
    try (Socket holder = new Socket()) {
      ManagedChannel channel = ThingsServer.toNobody(holder, compile(config).once());
      CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS);
      CallOptions waiting = CallOptions.DEFAULT.withWaitForReady();

      assertThat(codeOf(channel, Things.GET, options, "x"))
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(codeOf(channel, Things.ADD, waiting, "x")).isEqualTo(Status.Code.UNAVAILABLE);
      channel.shutdownNow();
    }
  }

  @Test
  void messagesHaveTheirSizes() throws Exception {
    ServiceConfig config =
        ServiceConfig.builder()
            .method(Things.GET, MethodConfig.builder().maxRequestBytes(3).build())
            .method(Things.ADD, MethodConfig.builder().maxResponseBytes(3).build())
            .build();
    try (ThingsServer server = ThingsServer.start(ChannelTest::answer)) {
      ManagedChannel channel = server.channel(compile(config).once());

      assertThat(codeOf(channel, Things.GET, CallOptions.DEFAULT, "123")).isEqualTo(Status.Code.OK);
      assertThatThrownBy(
              () -> ClientCalls.blockingUnaryCall(channel, Things.GET, CallOptions.DEFAULT, "1234"))
          .hasMessageStartingWith("CANCELLED")
          .hasStackTraceContaining("RESOURCE_EXHAUSTED: message too large 4 > 3");
      assertThat(server.attempts()).isEqualTo(1);
      assertThat(codeOf(channel, Things.ADD, CallOptions.DEFAULT, "1234"))
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      channel.shutdownNow();
    }
  }

  private static void answer(int attempt, StreamObserver<String> responses) {
    responses.onNext("done");
    responses.onCompleted();
  }

  private static void answerTheSecond(int attempt, StreamObserver<String> responses) {
    if (attempt == 2) {
      answer(attempt, responses);
    }
  }

  private static ThingsServer.Answer pushingBack(String millis) {
    Metadata trailers = new Metadata();
    trailers.put(PUSHBACK, millis);
    return (attempt, responses) -> {
      if (attempt == 1) {
        responses.onError(Status.UNAVAILABLE.asException(trailers));
      } else {
        answer(attempt, responses);
      }
    };
  }

  private static Map<String, ?> quick() {
    return compile(NOTHING, Optional.of(QUICK), Set.of()).repeatable();
  }

  private static CallPolicies compile(ServiceConfig config) {
    return compile(config, Optional.empty(), Set.of());
  }

  private static CallPolicies compile(
      ServiceConfig config, Optional<RetryPolicy> retry, Set<String> repeatable) {
    List<String> problems = new ArrayList<>();
    CallPolicies policies =
        CallPolicies.compile(config, retry, repeatable, RetryBudget.DEFAULT, problems);
    assertThat(problems).isEmpty();
    return policies;
  }

  /** How often a server is called that fails each time. */
  private static int attempts(
      Map<String, ?> config, MethodDescriptor<String, String> method, Status failure)
      throws IOException {
    try (ThingsServer server =
        ThingsServer.start((attempt, responses) -> responses.onError(failure.asException()))) {
      assertThat(codeOf(server, config, method)).isEqualTo(failure.getCode());
      return server.attempts();
    }
  }

  private static Status.Code codeOf(
      ThingsServer server, Map<String, ?> config, MethodDescriptor<String, String> method) {
    ManagedChannel channel = server.channel(config);
    try {
      return codeOf(channel, method, CallOptions.DEFAULT, "x");
    } finally {
      channel.shutdownNow();
    }
  }

  private static Status.Code codeOf(
      ManagedChannel channel,
      MethodDescriptor<String, String> method,
      CallOptions options,
      String request) {
    try {
      ClientCalls.blockingUnaryCall(channel, method, options, request);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }
}
