package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.server.doctor.Finding;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Settings that are right one by one and wrong together: what stops a server, and what does not.
 */
class ContradictionTest {

  private static GRPCServerBuilder limited(Duration time) {
    return limited(RunningServer.builder(), time);
  }

  private static GRPCServerBuilder limited(GRPCServerBuilder builder, Duration time) {
    return builder.addService(new EchoService()).addInterceptor(new Limit(time));
  }

  private static List<String> codes(GRPCServerBuilder builder) {
    try (GRPCServer server = builder.build()) {
      return server.diagnose().findings().stream().map(Finding::code).toList();
    }
  }

  @Test
  void refusesCallsThatMayTakeLongerThanTheyGetToEnd() {
    assertThatThrownBy(
            () -> limited(Duration.ofSeconds(20)).shutdownGrace(Duration.ofSeconds(10)).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("shutdownGrace is PT10S, below the PT20S that unary calls may take");
    assertThatThrownBy(() -> limited(Duration.ofMinutes(5)).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("shutdownGrace is PT30S, below the PT5M");
    GRPCConfig config =
        GRPCConfig.loader().environment(Map.of("GRPC_SHUTDOWN_GRACE", "10s")).load();
    assertThatThrownBy(() -> limited(GRPCServer.from(config), Duration.ofSeconds(20)).build())
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void letsDefaultsPassWithANote() {
    assertThat(codes(limited(Duration.ofSeconds(60)))).contains("deadline-past-grace");
    assertThat(codes(limited(Duration.ofSeconds(30)).shutdownGrace(Duration.ofSeconds(30))))
        .doesNotContain("deadline-past-grace", "no-deadline-limit");
  }

  @Test
  void refusesToForbidClientsWhatTheServerDoesItself() {
    assertThatThrownBy(
            () ->
                RunningServer.builder()
                    .addService(new EchoService())
                    .connections(limits -> limits.permitKeepAliveTime(Duration.ofSeconds(61)))
                    .build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "connections.permitKeepAliveTime is PT1M1S: expected at most the time of keepAlive");
  }

  @Test
  void examinesTheServerAsItIsConfigured() {
    GRPCConfig config =
        GRPCConfig.loader()
            .environment(
                Map.of("GPRC_PORT", "1", "GRPC_ENVIRONMENT", "production", "GRPC_REFLECTION", "on"))
            .load();

    assertThat(codes(GRPCServer.from(config).addService(new EchoService()).adminPort(0)))
        .contains("plaintext", "reflection-production", "no-authentication", "no-deadline-limit")
        .contains("admin-port", "setting-ignored");
    assertThat(codes(RunningServer.builder().addService(new EchoService())))
        .containsExactly("no-deadline-limit");
    assertThat(
            codes(
                GRPCServer.builder()
                    .addService(new EchoService())
                    .authInterceptor(new Before(() -> {}))))
        .contains("plaintext-credentials")
        .doesNotContain("plaintext");
  }

  @Test
  void hasNothingToSayOfAServerThatIsDisabled() {
    GRPCConfig config = GRPCConfig.loader().environment(Map.of("GRPC_ENABLED", "false")).load();

    assertThat(GRPCServer.from(config).build().diagnose().findings()).isEmpty();
  }

  private record Limit(Duration time) implements ServerAwareInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return next.startCall(call, headers);
    }

    @Override
    public Optional<Duration> longestCall(MethodDescriptor<?, ?> method) {
      return Optional.of(time);
    }
  }
}
