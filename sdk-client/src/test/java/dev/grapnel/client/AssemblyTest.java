package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.client.balancing.LoadBalancing;
import dev.grapnel.core.call.ClientAwareInterceptor;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether the parts of a client know each other. */
@Timeout(60)
class AssemblyTest {

  @Test
  void callsNoServerThatDoesNotServe() {
    try (HealthServer server = HealthServer.start()) {
      server
          .health()
          .when(HealthGrpc.getWatchMethod())
          .thenHandle(
              responses -> {
                responses.onNext(
                    HealthCheckResponse.newBuilder().setStatus(ServingStatus.NOT_SERVING).build());
                return StreamRecorder.create();
              });
      try (GRPCClient client =
          GRPCClient.builder("127.0.0.1", server.port())
              .loadBalancing(LoadBalancing.roundRobin().healthChecking(""))
              .build()) {
        assertThatThrownBy(() -> Loopback.check(client))
            .hasMessageContaining("UNAVAILABLE: no connection to 127.0.0.1:" + server.port())
            .hasMessageContaining("NOT_SERVING");
        assertThat(client.connections())
            .singleElement()
            .satisfies(
                connection -> {
                  assertThat(connection.state()).isEqualTo(ConnectivityState.TRANSIENT_FAILURE);
                  assertThat(connection.lastError().orElseThrow()).contains("NOT_SERVING");
                });
      }
    }
  }

  @Test
  void closesWhatItOpenedWhenAnInterceptorFails() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    GRPCClientBuilder builder =
        GRPCClient.builder("localhost", Loopback.DEAD_PORT)
            .addInterceptor(new Failing())
            .addStateListener(
                state -> {
                  if (state == ConnectivityState.SHUTDOWN) {
                    closed.countDown();
                  }
                });

    assertThatThrownBy(builder::build).hasMessage("the registry is closed");
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static final class Failing implements ClientAwareInterceptor {

    @Override
    public void clientVitals(List<Vital> vitals) {
      throw new IllegalStateException("the registry is closed");
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      return next.newCall(method, options);
    }
  }
}
