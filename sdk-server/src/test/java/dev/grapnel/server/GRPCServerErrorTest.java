package dev.grapnel.server;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class GRPCServerErrorTest {

  private static final class SoldOut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static EchoService throwing(RuntimeException failure) {
    return new EchoService(
        text -> {
          throw failure;
        });
  }

  private static RpcException call(GRPCServerBuilder builder) {
    try (RunningServer running = RunningServer.start(builder)) {
      return RpcException.from(catchThrowable(() -> running.echo("x")));
    }
  }

  @Test
  void leaksNothingOfAnUnexpectedException() {
    EchoService service = throwing(new IllegalStateException("password=hunter2"));
    RpcException failure = call(RunningServer.builder().addService(service));
    String requestId = failure.details().requestInfo().orElseThrow().getRequestId();
    assertThat(failure)
        .hasCode(Status.Code.INTERNAL)
        .hasDescription("internal error, request id " + requestId);
    assertThat(failure.getTrailers().toString() + failure.getStatus())
        .doesNotContain("hunter2")
        .doesNotContain("IllegalState");
  }

  @Test
  void sendsWhatTheMapperSays() {
    ExceptionMapper mapper =
        ExceptionMapper.builder()
            .map(SoldOut.class, Status.Code.FAILED_PRECONDITION, "sold out")
            .build();
    assertThat(
            call(
                RunningServer.builder()
                    .exceptionMapper(mapper)
                    .addService(throwing(new SoldOut()))))
        .hasCode(Status.Code.FAILED_PRECONDITION)
        .hasDescription("sold out");
  }

  @Test
  void asksTheMapperOfTheServiceBeforeThatOfTheServer() {
    assertThat(callWithTwoMappers(new SoldOut()))
        .hasCode(Status.Code.NOT_FOUND)
        .hasDescription("by the service");
    assertThat(callWithTwoMappers(new IllegalStateException()))
        .hasCode(Status.Code.DATA_LOSS)
        .hasDescription("by the server");
  }

  private static RpcException callWithTwoMappers(RuntimeException thrown) {
    ExceptionMapper ofServer =
        ExceptionMapper.builder()
            .map(SoldOut.class, Status.Code.ABORTED, "by the server")
            .map(IllegalStateException.class, Status.Code.DATA_LOSS, "by the server")
            .build();
    ExceptionMapper ofService =
        ExceptionMapper.builder()
            .map(SoldOut.class, Status.Code.NOT_FOUND, "by the service")
            .build();
    return call(
        RunningServer.builder()
            .exceptionMapper(ofServer)
            .addService(throwing(thrown), service -> service.exceptionMapper(ofService)));
  }
}
