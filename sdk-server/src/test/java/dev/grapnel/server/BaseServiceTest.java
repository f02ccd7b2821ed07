package dev.grapnel.server;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.security.Principal;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.testing.assertion.RpcFailureAssert;
import dev.grapnel.testing.security.TestCallContext;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaseServiceTest {

  private static final BaseService SERVICE = new BaseService() {};
  private static final Principal PLAIN = Principal.builder("7").addPermission("coin.read").build();
  private static final Principal STAFF = Principal.builder("8").addRole(Principal.STAFF).build();

  private final TestCallContext anonymous = TestCallContext.anonymous();
  private final TestCallContext plain = TestCallContext.as(PLAIN);
  private final TestCallContext staff = TestCallContext.as(STAFF);

  /** Verifies what a client hears of a service that aborts its call. */
  private static RpcFailureAssert assertThatClientHears(
      Status.Code code, Function<BaseService, RpcException> abort) {
    EchoService service = new EchoService(text -> abort.apply(SERVICE).toString());
    try (RunningServer running = RunningServer.start(service)) {
      return assertThatCall(() -> running.echo("x")).failsWith(code);
    }
  }

  @Test
  void leavesHealthOutOfAuthentication() {
    Before refusing =
        new Before(
            () -> {
              throw RpcException.of(Status.Code.UNAUTHENTICATED, "who are you?");
            });
    GRPCServerBuilder builder =
        RunningServer.builder().authInterceptor(refusing).addService(new EchoService());
    try (RunningServer running = RunningServer.start(builder)) {
      assertThatCall(() -> running.echo("x")).failsWith(Status.Code.UNAUTHENTICATED);
      assertThat(
              running
                  .stub(HealthGrpc::newBlockingStub)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    }
  }

  @Test
  void knowsWhomTheAuthInterceptorLetIn() {
    GRPCServerBuilder builder =
        RunningServer.builder()
            .authInterceptor(new Before(() -> CallContext.current().authenticatedAs(PLAIN)))
            .addService(new EchoService(text -> SERVICE.requirePermission(text).id()));
    try (RunningServer running = RunningServer.start(builder)) {
      assertThat(running.echo("coin.read")).isEqualTo("7");
      assertThatCall(() -> running.echo("coin.delete"))
          .failsWith(Status.Code.PERMISSION_DENIED)
          .hasDescriptionContaining("coin.delete");
    }
  }

  @Test
  void knowsWhoCalls() throws Exception {
    assertThat(plain.call(SERVICE::user)).contains(PLAIN);
    assertThat(anonymous.call(SERVICE::user)).isEmpty();
    assertThat(plain.call(SERVICE::requireUser)).isEqualTo(PLAIN);
    assertThatCall(() -> anonymous.call(SERVICE::requireUser))
        .failsWith(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void tellsStaffFromOthers() throws Exception {
    assertThat(staff.call(SERVICE::isStaff)).isTrue();
    assertThat(plain.call(SERVICE::isStaff)).isFalse();
    assertThat(anonymous.call(SERVICE::isStaff)).isFalse();
    assertThat(staff.call(SERVICE::requireStaff)).isEqualTo(STAFF);
    assertThatCall(() -> plain.call(SERVICE::requireStaff))
        .failsWith(Status.Code.PERMISSION_DENIED);
    assertThatCall(() -> anonymous.call(SERVICE::requireStaff))
        .failsWith(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void checksPermissions() throws Exception {
    assertThat(plain.call(() -> SERVICE.hasPermission("coin.read"))).isTrue();
    assertThat(plain.call(() -> SERVICE.hasPermission("coin.delete"))).isFalse();
    assertThat(plain.call(() -> SERVICE.requirePermission("coin.read"))).isEqualTo(PLAIN);
    assertThatCall(() -> plain.call(() -> SERVICE.requirePermission("coin.delete")))
        .failsWith(Status.Code.PERMISSION_DENIED)
        .hasDescriptionContaining("coin.delete");
    assertThatCall(() -> anonymous.call(() -> SERVICE.requirePermission("coin.read")))
        .failsWith(Status.Code.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "INVALID_ARGUMENT", "NOT_FOUND", "PERMISSION_DENIED", "UNAUTHENTICATED", "UNIMPLEMENTED",
        "INTERNAL", "ALREADY_EXISTS", "FAILED_PRECONDITION", "RESOURCE_EXHAUSTED", "UNAVAILABLE"
      })
  void abortsWithStatusAndMessage(Status.Code code) {
    assertThatClientHears(
            code,
            service ->
                switch (code) {
                  case INVALID_ARGUMENT -> service.abortInvalidArgument("no");
                  case NOT_FOUND -> service.abortNotFound("no");
                  case PERMISSION_DENIED -> service.abortPermissionDenied("no");
                  case UNAUTHENTICATED -> service.abortUnauthenticated("no");
                  case UNIMPLEMENTED -> service.abortUnimplemented("no");
                  case ALREADY_EXISTS -> service.abortAlreadyExists("no");
                  case FAILED_PRECONDITION -> service.abortFailedPrecondition("no");
                  case RESOURCE_EXHAUSTED -> service.abortResourceExhausted("no");
                  case UNAVAILABLE -> service.abortUnavailable("no");
                  default -> service.abortInternal("no");
                })
        .hasDescription("no");
  }

  @Test
  void namesTheBadFieldInTheDetails() {
    assertThatClientHears(
            Status.Code.INVALID_ARGUMENT,
            service -> service.abortInvalidArgument("symbol", "must not be empty"))
        .hasDescription("symbol must not be empty")
        .hasFieldViolation("symbol");
  }

  @Test
  void readsAndWritesMetadataAndKnowsThePeer() {
    Metadata.Key<String> locale = Metadata.Key.of("locale", Metadata.ASCII_STRING_MARSHALLER);
    Metadata.Key<String> served = Metadata.Key.of("served-by", Metadata.ASCII_STRING_MARSHALLER);
    EchoService service =
        new EchoService(
            text -> {
              SERVICE.responseMetadata("served-by", "me");
              return SERVICE.metadata("locale").orElse("none") + " " + SERVICE.peer();
            });
    Metadata sent = new Metadata();
    sent.put(locale, "de");
    AtomicReference<Metadata> headers = new AtomicReference<>();
    try (RunningServer running = RunningServer.start(service)) {
      String answer =
          running
              .echo()
              .withInterceptors(
                  MetadataUtils.newAttachHeadersInterceptor(sent),
                  MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
              .unary(EchoRequest.getDefaultInstance())
              .getText();
      assertThat(answer).startsWith("de ipv4:127.0.0.1:");
    }
    assertThat(headers.get().get(served)).isEqualTo("me");
  }

  @Test
  void saysThatThereIsNoCallOutsideOfOne() {
    assertThatThrownBy(SERVICE::user)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no gRPC call runs on thread")
        .hasMessageContaining("CallContext.propagating");
  }
}
