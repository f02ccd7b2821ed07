package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.lifecycle.DrainSignal;
import dev.grapnel.testing.Transport;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service's own mapper is asked first, then that of the server. */
@Timeout(60)
class ServiceMapperTest {

  private static final ExceptionMapper OF_THE_SERVER =
      ExceptionMapper.builder().map(IOException.class, Status.Code.UNAVAILABLE, "offline").build();
  private static final ExceptionMapper OF_THE_SERVICE =
      ExceptionMapper.builder()
          .map(FileNotFoundException.class, Status.Code.NOT_FOUND, "no file")
          .build();

  @Test
  void ownMapperIsAskedFirst() {
    assertThat(codeOf(TestService.NAME, new FileNotFoundException("x")))
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void mapperOfTheServerIsAskedForTheRest() {
    assertThat(codeOf(TestService.NAME, new IOException("x"))).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(codeOf(TestService.NAME, new IllegalStateException("x")))
        .isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void mapperOfAnotherServiceIsNotAsked() {
    assertThat(codeOf("test.Other", new FileNotFoundException("x")))
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void faultThatIsMappedCarriesTheRequestId() {
    TestService.Behaviour behaviour =
        (request, responses) -> {
          throw new UncheckedIOException(new IOException("x"));
        };
    ExceptionMapper mapper =
        ExceptionMapper.builder()
            .map(UncheckedIOException.class, Status.Code.UNAVAILABLE, "storage is away")
            .build();
    try (TestServer server =
        TestServer.start(
            Transport.LOOPBACK, CallScopeInterceptor.create(mapper), TestService.of(behaviour))) {
      ClientSide client = server.call(MethodType.UNARY, CallbackFailureTest.requestId("id-7"));
      StatusRuntimeException failure =
          client.awaitStatus().asRuntimeException(client.awaitTrailers());

      assertThat(RpcException.from(failure).description()).isEqualTo("storage is away");
      assertThat(RpcException.from(failure).details().requestInfo().orElseThrow().getRequestId())
          .isEqualTo("id-7");
    }
  }

  private static Status.Code codeOf(String service, Exception thrown) {
    TestService.Behaviour behaviour =
        (request, responses) -> {
          throw thrown;
        };
    CallScopeInterceptor interceptor =
        CallScopeInterceptor.create(
            OF_THE_SERVER, Map.of(service, OF_THE_SERVICE), new DrainSignal());
    try (TestServer server =
        TestServer.start(Transport.IN_PROCESS, interceptor, TestService.of(behaviour))) {
      return server.call(MethodType.UNARY).awaitStatus().getCode();
    }
  }
}
