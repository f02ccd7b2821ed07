package dev.grapnel.interceptors.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
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
import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallTrace;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.error.ErrorDetails;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class ErrorDetailsTest {

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final List<Message> STANDARD =
      List.of(
          ErrorInfo.newBuilder().setReason("NO_INK").setDomain("notes").build(),
          ErrorDetails.badRequest("text", "must not be empty"),
          RetryInfo.newBuilder()
              .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(3))
              .build(),
          RequestInfo.newBuilder().setRequestId("mine").build(),
          PreconditionFailure.newBuilder()
              .addViolations(PreconditionFailure.Violation.newBuilder().setType("TOS"))
              .build(),
          QuotaFailure.newBuilder()
              .addViolations(QuotaFailure.Violation.newBuilder().setSubject("ana"))
              .build(),
          ResourceInfo.newBuilder().setResourceName("notes/7").build(),
          Help.newBuilder().addLinks(Help.Link.newBuilder().setUrl("https://x")).build(),
          LocalizedMessage.newBuilder().setLocale("de").setMessage("leer").build(),
          DebugInfo.newBuilder().setDetail("d").build());

  private static RpcException withAll() {
    return RpcException.of(
        Status.Code.INVALID_ARGUMENT, "no text", STANDARD.toArray(Message[]::new));
  }

  @ParameterizedTest
  @EnumSource
  void bringsAllStandardDetailsUnchangedToClientsOfAGrapnelServer(AllKinds kind) {
    try (GRPCTestClient client = client(ErrorInterceptor.create(), ErrorDetailsTest::withAll)) {
      assertAll(kind.failure(client.channel()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bringsAllStandardDetailsUnchangedToClientsOfAPlainServer(AllKinds kind) {
    try (PlainServer server = plain(ErrorInterceptor.create(), ErrorDetailsTest::withAll)) {
      assertAll(kind.failure(server.channel()));
    }
  }

  private static void assertAll(RpcException failure) {
    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.description()).isEqualTo("no text");
    assertThat(failure.details().all())
        .containsExactlyElementsOf(STANDARD.stream().map(Any::pack).toList());
    assertThat(failure.details().badRequest()).contains((BadRequest) STANDARD.get(1));
  }

  @ParameterizedTest
  @EnumSource
  void addsWhatAFailureLacks(AllKinds kind) {
    ErrorInterceptor errors =
        ErrorInterceptor.builder()
            .domain("notes.example.com")
            .reason(Status.Code.UNAVAILABLE, "NO_INK")
            .retryDelay(Status.Code.UNAVAILABLE, Duration.ofMillis(1500))
            .build();
    Supplier<RuntimeException> failing =
        () -> {
          CallContext.current().tracedAs(new CallTrace("a".repeat(32), "b".repeat(16), true));
          return RpcException.of(Status.Code.UNAVAILABLE, "dry", ResourceInfo.getDefaultInstance());
        };
    Metadata id = new Metadata();
    id.put(Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER), "r-1");
    try (GRPCTestClient client = client(errors, failing);
        PlainServer plain = plain(errors, failing)) {
      for (var channel : List.of(client.channel(), plain.channel())) {
        RpcException failure =
            kind.failure(
                io.grpc.ClientInterceptors.intercept(
                    channel, MetadataUtils.newAttachHeadersInterceptor(id)));
        assertThat(failure.description()).isEqualTo("dry");
        ErrorDetails details = failure.details();
        assertThat(details.all().get(0).is(ResourceInfo.class)).isTrue();
        assertThat(details.all()).hasSize(4);
        assertThat(details.errorInfo())
            .contains(
                ErrorInfo.newBuilder().setReason("NO_INK").setDomain("notes.example.com").build());
        assertThat(details.requestInfo().orElseThrow().getRequestId()).isEqualTo("r-1");
        assertThat(details.requestInfo().orElseThrow().getServingData())
            .isEqualTo("trace_id=" + "a".repeat(32));
        assertThat(details.retryInfo().orElseThrow().getRetryDelay())
            .isEqualTo(
                com.google.protobuf.Duration.newBuilder()
                    .setSeconds(1)
                    .setNanos(500_000_000)
                    .build());
      }
    }
  }

  @Test
  void namesCodeAndServiceWhereNothingElseIsConfigured() {
    try (GRPCTestClient client =
        client(ErrorInterceptor.create(), () -> RpcException.of(Status.Code.NOT_FOUND, "gone"))) {
      ErrorDetails details = AllKinds.UNARY.failure(client.channel()).details();

      assertThat(details.errorInfo())
          .contains(
              ErrorInfo.newBuilder()
                  .setReason("NOT_FOUND")
                  .setDomain(NoteServiceGrpc.SERVICE_NAME)
                  .build());
      assertThat(details.retryInfo()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsNothingOfUnexpectedExceptions(AllKinds kind) {
    Supplier<RuntimeException> failing =
        () -> new IllegalStateException("password=hunter2", new RuntimeException("token=xyzzy"));
    try (GRPCTestClient client = client(ErrorInterceptor.create(), failing);
        PlainServer plain = plain(ErrorInterceptor.create(), failing)) {
      RpcException ofPlain = kind.failure(plain.channel());
      for (RpcException failure : List.of(kind.failure(client.channel()), ofPlain)) {
        assertThat(failure.code()).isEqualTo(Status.Code.INTERNAL);
        String sent = failure.description() + failure.details().all() + failure.getTrailers();
        assertThat(sent).doesNotContain("hunter2", "xyzzy", "IllegalState");
        assertThat(failure.description())
            .contains(failure.details().requestInfo().orElseThrow().getRequestId());
        assertThat(failure.details().all().stream().filter(any -> any.is(RequestInfo.class)))
            .hasSize(1);
      }
    }
  }

  @Test
  void mapsExceptionsInAPlainServer() {
    ErrorInterceptor errors =
        ErrorInterceptor.of(
            ExceptionMapper.builder()
                .map(IllegalStateException.class, Status.Code.FAILED_PRECONDITION, "not now")
                .build());
    try (PlainServer plain = plain(errors, () -> new IllegalStateException("secret"))) {
      RpcException failure = AllKinds.UNARY.failure(plain.channel());

      assertThat(failure.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(failure.description()).isEqualTo("not now");
    }
  }

  @Test
  void keepsAGrapnelServerFromStartingWithAMapperThatNobodyAsks() {
    assertThatThrownBy(
            () ->
                GRPCTestClient.builder()
                    .addService(new NoteService())
                    .addInterceptor(ErrorInterceptor.of(ExceptionMapper.defaults()))
                    .build())
        .hasMessageContaining("exceptionMapper");
  }

  @Test
  void leavesForeignDetailsAlone() {
    byte[] noStatus = {-1, -1, -1};
    byte[] ofAnotherCode = com.google.rpc.Status.newBuilder().setCode(3).build().toByteArray();
    for (byte[] foreign : List.of(noStatus, ofAnotherCode)) {
      Supplier<RuntimeException> failing =
          () -> {
            Metadata trailers = new Metadata();
            trailers.put(DETAILS, foreign);
            return Status.NOT_FOUND.withDescription("gone").asRuntimeException(trailers);
          };
      try (GRPCTestClient client = client(ErrorInterceptor.create(), failing)) {
        RpcException failure = AllKinds.UNARY.failure(client.channel());

        assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(failure.getTrailers().getAll(DETAILS)).containsExactly(foreign);
        assertThat(failure.details().all()).isEmpty();
      }
    }
  }

  @Test
  void leavesSuccessAlone() {
    try (GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(ErrorInterceptor.create())
            .build()
            .start()) {
      for (AllKinds kind : AllKinds.values()) {
        assertThat(kind.call(client.channel()).awaitEnd().isOk()).isTrue();
      }
    }
  }

  @Test
  void namesEverySettingThatIsWrong() {
    assertThatThrownBy(
            () ->
                ErrorInterceptor.builder()
                    .domain(" ")
                    .reason(Status.Code.OK, "FINE")
                    .reason(Status.Code.INTERNAL, "not upper")
                    .retryDelay(Status.Code.NOT_FOUND, Duration.ofSeconds(1))
                    .retryDelay(Status.Code.UNAVAILABLE, Duration.ZERO)
                    .build())
        .isInstanceOfSatisfying(
            ConfigException.class, wrong -> assertThat(wrong.problems()).hasSize(5));
  }

  private static GRPCTestClient client(
      ErrorInterceptor errors, Supplier<RuntimeException> failing) {
    return GRPCTestClient.builder()
        .addService(new FailingService(failing))
        .addInterceptor(errors)
        .build()
        .start();
  }

  private static PlainServer plain(ErrorInterceptor errors, Supplier<RuntimeException> failing) {
    return PlainServer.start(errors, new FailingService(failing).bindService());
  }
}
