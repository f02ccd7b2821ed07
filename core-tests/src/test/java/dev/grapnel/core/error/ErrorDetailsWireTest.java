package dev.grapnel.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.DebugInfo;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Help;
import com.google.rpc.LocalizedMessage;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RequestInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import dev.grapnel.core.call.ClientSide;
import dev.grapnel.core.call.TestServer;
import dev.grapnel.core.call.TestService;
import dev.grapnel.testing.Transport;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every standard detail of google.rpc crosses the wire and is found under its name. */
@Timeout(60)
class ErrorDetailsWireTest {

  static Stream<Arguments> details() {
    return Stream.of(
        detail(
            ErrorDetails::badRequest, ErrorDetails.badRequest("address.city", "must not be empty")),
        detail(
            ErrorDetails::errorInfo,
            ErrorInfo.newBuilder().setReason("R").putMetadata("k", "v\u00fc").build()),
        detail(
            ErrorDetails::retryInfo,
            RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(3)).build()),
        detail(
            ErrorDetails::preconditionFailure,
            PreconditionFailure.newBuilder().addViolations(violation()).build()),
        detail(
            ErrorDetails::quotaFailure,
            QuotaFailure.newBuilder()
                .addViolations(QuotaFailure.Violation.newBuilder().setSubject("user:1"))
                .build()),
        detail(
            ErrorDetails::resourceInfo,
            ResourceInfo.newBuilder().setResourceType("coin").setResourceName("BTC").build()),
        detail(ErrorDetails::requestInfo, RequestInfo.newBuilder().setRequestId("id-1").build()),
        detail(
            ErrorDetails::help,
            Help.newBuilder().addLinks(Help.Link.newBuilder().setUrl("https://a.test")).build()),
        detail(
            ErrorDetails::localizedMessage,
            LocalizedMessage.newBuilder().setLocale("de-CH").setMessage("Grüezi").build()),
        detail(ErrorDetails::debugInfo, DebugInfo.newBuilder().addStackEntries("a.b()").build()));
  }

  @ParameterizedTest
  @MethodSource("details")
  void detailCrossesTheWireAlone(
      Function<ErrorDetails, Optional<? extends Message>> accessor, Message detail) {
    for (Transport transport : Transport.values()) {
      ErrorDetails received = sendOver(transport, detail);

      assertThat(accessor.apply(received).map(Message.class::cast)).contains(detail);
      assertThat(received.all()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allDetailsCrossTheWireTogetherInTheirOrder(Transport transport) {
    List<Message> sent = details().map(pair -> (Message) pair.get()[1]).toList();

    ErrorDetails received = sendOver(transport, sent.toArray(Message[]::new));

    assertThat(received.all())
        .map(any -> any.getTypeUrl().replaceAll(".*\\.", ""))
        .containsExactlyElementsOf(
            sent.stream().map(message -> message.getDescriptorForType().getName()).toList());
  }

  @ParameterizedTest
  @EnumSource
  void allFieldViolationsCrossTheWire(Transport transport) {
    RpcException received =
        receive(
            transport,
            () ->
                FieldViolations.create()
                    .check(false, "name", "must not be empty")
                    .check(true, "age", "must not be negative")
                    .add("city", "is unknown")
                    .throwIfAny());

    assertThat(received.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(received.description()).isEqualTo("name must not be empty; city is unknown");
    assertThat(received.details().badRequest().orElseThrow().getFieldViolationsList())
        .map(BadRequest.FieldViolation::getField)
        .containsExactly("name", "city");
  }

  private static ErrorDetails sendOver(Transport transport, Message... details) {
    return receive(
            transport,
            () -> {
              throw RpcException.of(Status.Code.FAILED_PRECONDITION, "no", details);
            })
        .details();
  }

  private static RpcException receive(Transport transport, Runnable handler) {
    TestService.Behaviour behaviour = (request, responses) -> handler.run();
    try (TestServer server = TestServer.start(transport, TestService.of(behaviour))) {
      ClientSide client = server.call(TestService.KINDS.get(0));
      return RpcException.from(client.failure());
    }
  }

  private static Arguments detail(
      Function<ErrorDetails, Optional<? extends Message>> accessor, Message detail) {
    return Arguments.of(accessor, detail);
  }

  private static PreconditionFailure.Violation violation() {
    return PreconditionFailure.Violation.newBuilder().setType("TOS").setSubject("a").build();
  }
}
