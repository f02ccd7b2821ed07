package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.security.Principal;
import dev.grapnel.server.echo.EchoRequest;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaseServiceTest {

  private static final Principal PLAIN = Principal.builder("7").addPermission("coin.read").build();
  private static final Principal STAFF = Principal.builder("8").addRole(Principal.STAFF).build();
  private static final BaseService SERVICE = new BaseService() {};

  /** Runs code of a service inside a call of a principal and returns what it says. */
  private static String inCall(Optional<Principal> principal, Function<BaseService, Object> code) {
    GRPCServerBuilder builder =
        RunningServer.builder()
            .authInterceptor(authenticating(principal))
            .addService(new EchoService(text -> code.apply(SERVICE).toString()));
    try (RunningServer running = RunningServer.start(builder)) {
      return running.echo("x");
    }
  }

  private static ServerInterceptor authenticating(Optional<Principal> principal) {
    return new ServerInterceptor() {
      @Override
      public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
          ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        principal.ifPresent(CallContext.current()::authenticatedAs);
        return next.startCall(call, headers);
      }
    };
  }

  private static RpcException refused(
      Optional<Principal> principal, Function<BaseService, Object> code) {
    return RpcException.from(catchThrowable(() -> inCall(principal, code)));
  }

  @Test
  void leavesHealthOutOfAuthentication() {
    ServerInterceptor refusing =
        new ServerInterceptor() {
          @Override
          public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
              ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            throw RpcException.of(Status.Code.UNAUTHENTICATED, "who are you?");
          }
        };
    GRPCServerBuilder builder =
        RunningServer.builder().authInterceptor(refusing).addService(new EchoService());
    try (RunningServer running = RunningServer.start(builder)) {
      assertThat(RpcException.from(catchThrowable(() -> running.echo("x"))).code())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(
              HealthGrpc.newBlockingStub(running.channel())
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    }
  }

  @Test
  void knowsWhoCalls() {
    assertThat(inCall(Optional.of(PLAIN), service -> service.user().orElseThrow().id()))
        .isEqualTo("7");
    assertThat(inCall(Optional.empty(), service -> service.user().isPresent())).isEqualTo("false");
    assertThat(inCall(Optional.of(PLAIN), service -> service.requireUser().id())).isEqualTo("7");
    assertThat(refused(Optional.empty(), BaseService::requireUser).code())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void tellsStaffFromOthers() {
    assertThat(inCall(Optional.of(STAFF), BaseService::isStaff)).isEqualTo("true");
    assertThat(inCall(Optional.of(PLAIN), BaseService::isStaff)).isEqualTo("false");
    assertThat(inCall(Optional.empty(), BaseService::isStaff)).isEqualTo("false");
    assertThat(inCall(Optional.of(STAFF), service -> service.requireStaff().id())).isEqualTo("8");
    assertThat(refused(Optional.of(PLAIN), BaseService::requireStaff).code())
        .isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused(Optional.empty(), BaseService::requireStaff).code())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void checksPermissions() {
    assertThat(inCall(Optional.of(PLAIN), s -> s.hasPermission("coin.read"))).isEqualTo("true");
    assertThat(inCall(Optional.of(PLAIN), s -> s.hasPermission("coin.delete"))).isEqualTo("false");
    assertThat(inCall(Optional.of(PLAIN), s -> s.requirePermission("coin.read").id()))
        .isEqualTo("7");
    RpcException refused = refused(Optional.of(PLAIN), s -> s.requirePermission("coin.delete"));
    assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused.description()).contains("coin.delete");
    assertThat(refused(Optional.empty(), s -> s.requirePermission("coin.read")).code())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "INVALID_ARGUMENT", "NOT_FOUND", "PERMISSION_DENIED", "UNAUTHENTICATED", "UNIMPLEMENTED",
        "INTERNAL", "ALREADY_EXISTS", "FAILED_PRECONDITION", "RESOURCE_EXHAUSTED", "UNAVAILABLE"
      })
  void abortsWithStatusAndMessage(Status.Code code) {
    RpcException refused =
        refused(
            Optional.empty(),
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
                });
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.description()).isEqualTo("no");
  }

  @Test
  void namesTheBadFieldInTheDetails() {
    RpcException refused =
        refused(
            Optional.empty(),
            service -> service.abortInvalidArgument("symbol", "must not be empty"));
    assertThat(refused.description()).isEqualTo("symbol must not be empty");
    assertThat(refused.details().badRequest().orElseThrow().getFieldViolations(0).getField())
        .isEqualTo("symbol");
  }

  @Test
  void readsAndWritesMetadataAndKnowsThePeer() {
    Metadata.Key<String> locale = Metadata.Key.of("locale", Metadata.ASCII_STRING_MARSHALLER);
    Metadata.Key<String> served = Metadata.Key.of("served-by", Metadata.ASCII_STRING_MARSHALLER);
    GRPCServerBuilder builder =
        RunningServer.builder()
            .addService(
                new EchoService(
                    text -> {
                      SERVICE.responseMetadata("served-by", "me");
                      return SERVICE.metadata("locale").orElse("none") + " " + SERVICE.peer();
                    }));
    Metadata sent = new Metadata();
    sent.put(locale, "de");
    AtomicReference<Metadata> headers = new AtomicReference<>();
    try (RunningServer running = RunningServer.start(builder)) {
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
