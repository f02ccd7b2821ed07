package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class GRPCServerErrorTest {

  private static final class SoldOut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static RpcException call(GRPCServerBuilder builder) {
    try (RunningServer running = RunningServer.start(builder)) {
      return RpcException.from(catchThrowable(() -> running.echo("x")));
    }
  }

  @Test
  void leaksNothingOfAnUnexpectedException() {
    RpcException failure =
        call(
            RunningServer.builder()
                .addService(
                    new EchoService(
                        text -> {
                          throw new IllegalStateException("password=hunter2");
                        })));
    assertThat(failure.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(failure.description()).startsWith("internal error, request id ");
    assertThat(failure.details().requestInfo().orElseThrow().getRequestId())
        .isEqualTo(failure.description().substring("internal error, request id ".length()));
    assertThat(failure.getTrailers().toString() + failure.getStatus())
        .doesNotContain("hunter2")
        .doesNotContain("IllegalState");
  }

  @Test
  void sendsWhatTheMapperSays() {
    RpcException failure =
        call(
            RunningServer.builder()
                .exceptionMapper(
                    ExceptionMapper.builder()
                        .map(SoldOut.class, Status.Code.FAILED_PRECONDITION, "sold out")
                        .build())
                .addService(
                    new EchoService(
                        text -> {
                          throw new SoldOut();
                        })));
    assertThat(failure.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failure.description()).isEqualTo("sold out");
  }

  @Test
  void asksTheMapperOfTheServiceBeforeThatOfTheServer() {
    ExceptionMapper ofServer =
        ExceptionMapper.builder()
            .map(SoldOut.class, Status.Code.ABORTED, "by the server")
            .map(IllegalStateException.class, Status.Code.DATA_LOSS, "by the server")
            .build();
    ExceptionMapper ofService =
        ExceptionMapper.builder()
            .map(SoldOut.class, Status.Code.NOT_FOUND, "by the service")
            .build();
    for (RuntimeException thrown : List.of(new SoldOut(), new IllegalStateException())) {
      RpcException failure =
          call(
              RunningServer.builder()
                  .exceptionMapper(ofServer)
                  .addService(
                      new EchoService(
                          text -> {
                            throw thrown;
                          }),
                      service -> service.exceptionMapper(ofService)));
      boolean own = thrown instanceof SoldOut;
      assertThat(failure.description()).isEqualTo(own ? "by the service" : "by the server");
      assertThat(failure.code()).isEqualTo(own ? Status.Code.NOT_FOUND : Status.Code.DATA_LOSS);
    }
  }
}
