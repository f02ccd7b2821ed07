package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.grapnel.core.error.ErrorDetails;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.Transport;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Handlers written against stream observers fail: by throwing, and by {@code onError}. */
@Timeout(60)
class ObserverFailureTest {

  static final Iterable<MethodType> KINDS = TestService.KINDS;

  static Stream<Throwable> unexpected() {
    return Stream.of(
        new RuntimeException("secret"),
        new IOException("secret"),
        new StackOverflowError("secret"),
        new CompletionException(new IllegalStateException("secret")),
        new IllegalStateException("secret", Status.NOT_FOUND.asException()));
  }

  @ParameterizedTest
  @MethodSource("unexpected")
  void thrownUnexpectedExceptionTellsOnlyTheRequestId(Throwable failure) {
    assertThat(statusOf(ExceptionMapper.defaults(), throwing(failure)).getDescription())
        .startsWith("internal error, request id ")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  void exceptionPassedToOnErrorTellsOnlyTheRequestId(MethodType kind) {
    for (Transport transport : Transport.values()) {
      try (TestServer server =
          TestServer.start(transport, TestService.of(reporting(new RuntimeException("secret"))))) {
        ClientSide client = server.call(kind, CallbackFailureTest.requestId("id-1"));
        server.watch().awaitEnd();

        CallbackFailureTest.assertTellsOnlyTheId(client, "id-1");
        assertThat(server.watch().closes()).hasSize(1);
        assertThat(server.watch().escaped()).isEmpty();
      }
    }
  }

  static Stream<Throwable> chosen() {
    Status status = Status.NOT_FOUND.withDescription("no such coin");
    return Stream.of(
        RpcException.of(Status.Code.NOT_FOUND, "no such coin"),
        new StatusRuntimeException(status),
        new StatusException(status),
        new CompletionException(status.asRuntimeException()),
        status.withCause(new IOException("secret")).asRuntimeException());
  }

  @ParameterizedTest
  @MethodSource("chosen")
  void chosenStatusPassesWhetherThrownOrReported(Throwable failure) {
    for (TestService.Behaviour behaviour :
        new TestService.Behaviour[] {throwing(failure), reporting(failure)}) {
      Status status = statusOf(ExceptionMapper.defaults(), behaviour);

      assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(status.getDescription()).isEqualTo("no such coin");
    }
  }

  @Test
  void unknownThatWasChosenKeepsItsTextThoughItHasACause() {
    Status chosen =
        Status.UNKNOWN.withDescription("nobody knows").withCause(new IOException("secret"));

    assertThat(statusOf(ExceptionMapper.defaults(), reporting(chosen.asRuntimeException())))
        .extracting(Status::getCode, Status::getDescription)
        .containsExactly(Status.Code.UNKNOWN, "nobody knows");
  }

  @ParameterizedTest
  @EnumSource
  void detailsReachTheClient(Transport transport) {
    RpcException failure =
        RpcException.of(
            Status.Code.INVALID_ARGUMENT,
            "bad name",
            ErrorDetails.badRequest("name", "must not be empty"));
    for (TestService.Behaviour behaviour :
        new TestService.Behaviour[] {throwing(failure), reporting(failure)}) {
      try (TestServer server = TestServer.start(transport, TestService.of(behaviour))) {
        RpcException received = RpcException.from(server.call(MethodType.UNARY).failure());

        assertThat(received.details().badRequest())
            .contains(ErrorDetails.badRequest("name", "must not be empty"));
      }
    }
  }

  @Test
  void mappedExceptionTakesTheStatusOfItsRule() {
    ExceptionMapper mapper =
        ExceptionMapper.builder()
            .map(FileNotFoundException.class, Status.Code.NOT_FOUND, "no such file")
            .build();
    for (TestService.Behaviour behaviour :
        new TestService.Behaviour[] {
          throwing(new FileNotFoundException("/etc/secret")),
          reporting(new FileNotFoundException("/etc/secret"))
        }) {
      Status status = statusOf(mapper, behaviour);

      assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(status.getDescription()).isEqualTo("no such file");
    }
  }

  static Stream<ExceptionMapper> brokenRules() {
    return Stream.of(
        ExceptionMapper.builder()
            .map(
                IOException.class,
                failure -> {
                  throw new IllegalStateException("the rule is broken");
                })
            .build(),
        ExceptionMapper.builder()
            .map(
                IllegalArgumentException.class,
                failure -> {
                  throw failure;
                })
            .build(),
        ExceptionMapper.builder()
            .map(
                IOException.class,
                failure -> {
                  throw new StackOverflowError("the rule recurses");
                })
            .build(),
        ExceptionMapper.builder().map(IOException.class, failure -> null).build());
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void brokenRuleMakesTheFailureAnUnexpectedOne(ExceptionMapper mapper) {
    for (Exception failure :
        new Exception[] {new IOException("secret"), new IllegalArgumentException("secret")}) {
      assertThat(statusOf(mapper, throwing(failure)).getDescription())
          .startsWith("internal error, request id ");
    }
  }

  @Test
  void exceptionThatCannotBePrintedIsAnsweredAllTheSame() {
    RuntimeException unprintable =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("no text");
          }
        };

    assertThat(statusOf(ExceptionMapper.defaults(), throwing(unprintable)).getDescription())
        .startsWith("internal error, request id ");
    assertThat(statusOf(ExceptionMapper.defaults(), reporting(unprintable)).getDescription())
        .startsWith("internal error, request id ");
  }

  @Test
  void sharedExceptionTakesNothingAlongFromOneCallToTheNext() {
    RpcException shared =
        RpcException.of(
            Status.Code.NOT_FOUND, "no such coin", ErrorDetails.badRequest("id", "is unknown"));
    String before = String.valueOf(shared.getTrailers());
    for (TestService.Behaviour fail :
        new TestService.Behaviour[] {throwing(shared), reporting(shared)}) {
      TestService.Behaviour behaviour =
          (request, responses) -> {
            CallContext.current().responseMetadata("x-tenant", "one");
            fail.answer(request, responses);
          };
      statusOf(ExceptionMapper.defaults(), behaviour);

      assertThat(shared.getTrailers()).hasToString(before);
    }
  }

  static Stream<Throwable> serializationFailures() {
    return Stream.of(new IllegalStateException("secret"), new StackOverflowError("secret"));
  }

  @ParameterizedTest
  @MethodSource("serializationFailures")
  void responseThatCannotBeSerializedLeavesOneStatusAndNoEscapedException(Throwable failure) {
    for (Transport transport : Transport.values()) {
      try (TestServer server = TestServer.start(transport, unserializable(failure))) {
        ClientSide client = server.call(MethodType.UNARY);
        server.watch().awaitEnd();

        assertThat(client.awaitStatus().isOk()).isFalse();
        assertThat(client.awaitStatus().toString()).doesNotContain("secret");
        assertThat(client.statuses()).isOne();
        assertThat(server.watch().escaped()).isEmpty();
      }
    }
  }

  private static ServerServiceDefinition unserializable(Throwable failure) {
    MethodDescriptor<StringValue, StringValue> method = TestService.method(MethodType.UNARY);
    MethodDescriptor.Marshaller<StringValue> broken =
        new MethodDescriptor.Marshaller<>() {
          @Override
          public InputStream stream(StringValue value) {
            if (failure instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) failure;
          }

          @Override
          public StringValue parse(InputStream stream) {
            return StringValue.getDefaultInstance();
          }
        };
    return ServerServiceDefinition.builder(TestService.NAME)
        .addMethod(
            method.toBuilder(method.getRequestMarshaller(), broken).build(),
            ServerCalls.asyncUnaryCall(
                (request, responses) -> {
                  responses.onNext(request);
                  responses.onCompleted();
                }))
        .build();
  }

  @Test
  void throwingAfterTheAnswerChangesNothingForTheClient() {
    TestService.Behaviour behaviour =
        (request, responses) -> {
          responses.onNext(StringValue.of("answer"));
          responses.onCompleted();
          throw new IllegalStateException("secret");
        };
    try (TestServer server = TestServer.start(Transport.LOOPBACK, TestService.of(behaviour))) {
      ClientSide client = server.call(MethodType.UNARY);
      server.watch().awaitEnd();

      assertThat(client.awaitStatus().isOk()).isTrue();
      assertThat(server.watch().closes()).hasSize(1);
      assertThat(server.watch().escaped()).isEmpty();
    }
  }

  private static Status statusOf(ExceptionMapper mapper, TestService.Behaviour behaviour) {
    try (TestServer server =
        TestServer.start(Transport.IN_PROCESS, mapper, TestService.of(behaviour))) {
      ClientSide client = server.call(MethodType.BIDI_STREAMING, new Metadata());
      server.watch().awaitEnd();

      assertThat(client.statuses()).isOne();
      assertThat(server.watch().closes()).hasSize(1);
      assertThat(server.watch().escaped()).isEmpty();
      return client.awaitStatus();
    }
  }

  private static TestService.Behaviour throwing(Throwable failure) {
    return (request, responses) -> {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    };
  }

  private static TestService.Behaviour reporting(Throwable failure) {
    return (request, responses) -> responses.onError(failure);
  }
}
