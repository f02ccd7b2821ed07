package dev.grapnel.server;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.config.Availability;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReflectionTest {

  private static StreamRecorder<ServerReflectionResponse> list(RunningServer running) {
    StreamRecorder<ServerReflectionResponse> answers = StreamRecorder.create();
    StreamObserver<ServerReflectionRequest> requests =
        running.stub(ServerReflectionGrpc::newStub).serverReflectionInfo(answers);
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    requests.onCompleted();
    return answers;
  }

  private static List<String> names(RunningServer running) {
    StreamRecorder<ServerReflectionResponse> answers = list(running);
    assertThat(answers).completesNormally();
    return answers.messages().stream()
        .flatMap(answer -> answer.getListServicesResponse().getServiceList().stream())
        .map(ServiceResponse::getName)
        .toList();
  }

  @Test
  void listsTheServicesAndHealth() {
    try (RunningServer running = RunningServer.start(new EchoService())) {
      assertThat(names(running))
          .contains(
              "echo.v1.EchoService",
              "grpc.health.v1.Health",
              "grpc.reflection.v1.ServerReflection",
              "grpc.reflection.v1alpha.ServerReflection");
    }
  }

  private static GRPCServerBuilder production() {
    GRPCConfig config = GRPCConfig.loader().environment(Map.of("ENVIRONMENT", "production")).load();
    return GRPCServer.from(config).host("127.0.0.1").port(0).addService(new EchoService());
  }

  @Test
  void isNotThereInProductionUnlessAskedFor() {
    try (RunningServer running = RunningServer.start(production())) {
      assertThat(list(running)).failsWith(Status.Code.UNIMPLEMENTED);
    }
    try (RunningServer running =
        RunningServer.start(production().reflection(Availability.ALWAYS))) {
      assertThat(names(running)).contains("echo.v1.EchoService");
    }
  }
}
