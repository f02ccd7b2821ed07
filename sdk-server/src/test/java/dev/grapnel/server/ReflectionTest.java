package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.config.Availability;
import dev.grapnel.core.config.GRPCConfig;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ReflectionTest {

  /** Keeps the services that reflection lists. */
  private static final class Names implements StreamObserver<ServerReflectionResponse> {
    private final CompletableFuture<List<String>> names = new CompletableFuture<>();

    @Override
    public void onNext(ServerReflectionResponse response) {
      names.complete(
          response.getListServicesResponse().getServiceList().stream()
              .map(ServiceResponse::getName)
              .toList());
    }

    @Override
    public void onError(Throwable failure) {
      names.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }

  private static List<String> list(RunningServer running)
      throws ExecutionException, InterruptedException {
    Names names = new Names();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(running.channel()).serverReflectionInfo(names);
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    List<String> listed = names.names.get();
    requests.onCompleted();
    return listed;
  }

  @Test
  void listsTheServicesAndHealth() throws Exception {
    try (RunningServer running =
        RunningServer.start(RunningServer.builder().addService(new EchoService()))) {
      assertThat(list(running))
          .contains(
              "echo.v1.EchoService",
              "grpc.health.v1.Health",
              "grpc.reflection.v1.ServerReflection",
              "grpc.reflection.v1alpha.ServerReflection");
    }
  }

  @Test
  void isNotThereInProductionUnlessAskedFor() throws Exception {
    GRPCConfig production =
        GRPCConfig.loader().environment(Map.of("ENVIRONMENT", "production")).load();
    GRPCServerBuilder silent =
        GRPCServer.from(production).host("127.0.0.1").port(0).addService(new EchoService());
    try (RunningServer running = RunningServer.start(silent)) {
      assertThat(CompletableFuture.supplyAsync(() -> statusOfList(running)).get())
          .isEqualTo(Status.Code.UNIMPLEMENTED);
    }
    GRPCServerBuilder asked =
        GRPCServer.from(production)
            .host("127.0.0.1")
            .port(0)
            .reflection(Availability.ALWAYS)
            .addService(new EchoService());
    try (RunningServer running = RunningServer.start(asked)) {
      assertThat(list(running)).contains("echo.v1.EchoService");
    }
  }

  private static Status.Code statusOfList(RunningServer running) {
    try {
      list(running);
      return Status.Code.OK;
    } catch (ExecutionException | InterruptedException e) {
      return Status.fromThrowable(e).getCode();
    }
  }
}
