package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.Transport;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailureLogTest {

  private static final ExceptionMapper MAPPER =
      ExceptionMapper.builder()
          .map(IOException.class, Status.Code.UNAVAILABLE, "offline")
          .map(NoSuchElementException.class, Status.Code.NOT_FOUND, "no coin five")
          .build();

  @Test
  void unexpectedFailureIsLoggedOnceWithItsIdAndStackTrace() {
    assertThat(
            logOf(
                "id-1",
                (request, responses) -> {
                  throw new IllegalStateException("boom-1");
                }))
        .singleElement()
        .asString()
        .contains("ERROR grpc.error - test.TestService/UNARY failed, request id id-1");
  }

  @Test
  void exceptionThatIsReportedAndThenThrownIsLoggedOnce() {
    assertThat(
            logOf(
                "id-2",
                (request, responses) -> {
                  RuntimeException failure = new IllegalStateException("boom-2");
                  responses.onError(failure);
                  throw failure;
                }))
        .hasSize(1);
  }

  @Test
  void failureAfterTheEndIsAWarning() {
    assertThat(
            logOf(
                "id-3",
                (request, responses) -> {
                  responses.onNext(StringValue.of("answer"));
                  responses.onCompleted();
                  throw new IllegalStateException("boom-3");
                }))
        .singleElement()
        .asString()
        .contains("WARN grpc.error - test.TestService/UNARY failed after its end");
  }

  @Test
  void failureOfOursThatIsMappedIsOneWarningThatSaysWhy() {
    try (LogCapture log = new LogCapture()) {
      call(
          "id-4",
          (request, responses) -> {
            throw new IOException("boom-4\nforged line");
          });

      assertThat(log.lines("request id id-4"))
          .singleElement()
          .asString()
          .contains("WARN grpc.error - test.TestService/UNARY answers UNAVAILABLE")
          .contains("because of java.io.IOException: boom-4 forged line");
    }
  }

  @Test
  void failureOfOursThatAHandlerChoseIsAWarningToo() {
    try (LogCapture log = new LogCapture()) {
      call(
          "id-6",
          (request, responses) -> {
            throw RpcException.of(Status.Code.INTERNAL, "boom-6");
          });

      assertThat(log.lines("request id id-6"))
          .singleElement()
          .asString()
          .contains("WARN grpc.error - test.TestService/UNARY answers INTERNAL");
    }
  }

  @Test
  void failureOfTheCallerIsNoMoreThanADebugLine() {
    TestService.Behaviour chosen =
        (request, responses) -> {
          throw RpcException.of(Status.Code.NOT_FOUND, "no coin five");
        };
    TestService.Behaviour mapped =
        (request, responses) -> {
          throw new NoSuchElementException("five");
        };
    for (TestService.Behaviour behaviour : new TestService.Behaviour[] {chosen, mapped}) {
      try (LogCapture log = new LogCapture()) {
        call("id-5", behaviour);

        assertThat(log.lines("answers NOT_FOUND: no coin five"))
            .singleElement()
            .asString()
            .contains("DEBUG grpc.error");
        assertThat(log.lines("WARN grpc.error")).isEmpty();
        assertThat(log.lines("ERROR grpc.error")).isEmpty();
      }
    }
  }

  private static List<String> logOf(String id, TestService.Behaviour behaviour) {
    try (LogCapture log = new LogCapture()) {
      call(id, behaviour);
      assertThat(log.lines("boom-" + id.substring(3))).hasSize(1);
      return log.lines("request id " + id);
    }
  }

  private static void call(String id, TestService.Behaviour behaviour) {
    try (TestServer server =
        TestServer.start(Transport.IN_PROCESS, MAPPER, TestService.of(behaviour))) {
      server.call(MethodType.UNARY, CallbackFailureTest.requestId(id));
      server.watch().awaitEnd();
    }
  }
}
