package dev.grapnel.testing;

import static dev.grapnel.testing.UserCalls.USER_123;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.security.Principal;
import dev.grapnel.testing.user.DeleteUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several callers of one server: principals, interceptors and logs of their own. */
class TestCallerTest {

  private static final Principal ANA = Principal.builder("ana").build();
  private static final Principal STAFF = Principal.builder("bo").addRole(Principal.STAFF).build();
  private static final DeleteUserRequest DELETE = DeleteUserRequest.newBuilder().setId(123).build();

  private final List<String> steps = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @EnumSource(Transport.class)
  void callsAsPrincipals(Transport transport) {
    try (var client = client(transport)) {
      assertThatThrownBy(() -> client.stub(UserServiceGrpc::newBlockingStub).deleteUser(DELETE))
          .hasMessage("PERMISSION_DENIED: only staff delete users");
      assertThatThrownBy(
              () -> client.as(ANA).stub(UserServiceGrpc::newBlockingStub).deleteUser(DELETE))
          .hasMessage("PERMISSION_DENIED: only staff delete users");
      client.as(STAFF).stub(UserServiceGrpc::newBlockingStub).deleteUser(DELETE);
      client.as(ANA).as(STAFF).stub(UserServiceGrpc::newBlockingStub).deleteUser(DELETE);
      assertThatThrownBy(
              () ->
                  client
                      .as(STAFF)
                      .as(ANA)
                      .stub(UserServiceGrpc::newBlockingStub)
                      .deleteUser(DELETE))
          .hasMessage("PERMISSION_DENIED: only staff delete users");
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void leavesTheMetadataOfACallAlone(Transport transport) throws Exception {
    Metadata own = new Metadata();
    try (var client = client(transport)) {
      Outcome.of(
          client.as(ANA).channel(),
          UserServiceGrpc.getGetUserMethod(),
          CallOptions.DEFAULT,
          own,
          USER_123);
      Outcome denied =
          Outcome.of(
              client.channel(),
              UserServiceGrpc.getDeleteUserMethod(),
              CallOptions.DEFAULT,
              own,
              DELETE);

      assertThat(steps)
          .containsExactly("ana sees no x-grapnel metadata", "nobody sees no x-grapnel metadata");
      assertThat(denied.description()).isEqualTo("only staff delete users");
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void runsInterceptorsFromTheFirstToTheLast(Transport transport) {
    var service =
        new UserService() {
          @Override
          public void getUser(GetUserRequest request, StreamObserver<User> responses) {
            steps.add("handler");
            super.getUser(request, responses);
          }
        };
    try (var client =
        GRPCTestClient.builder()
            .addService(service)
            .addClientInterceptor(new ClientStep("client 1"))
            .addClientInterceptor(new ClientStep("client 2"))
            .addInterceptor(new ServerStep("server 1"))
            .addInterceptor(new ServerStep("server 2"))
            .transport(transport)
            .build()
            .start()) {
      TestCaller caller =
          client.as(ANA).with(new ClientStep("caller 1"), new ClientStep("caller 2"));
      caller
          .with(new ClientStep("caller 0"))
          .stub(UserServiceGrpc::newBlockingStub)
          .getUser(USER_123);
    }
    assertThat(steps)
        .containsExactly(
            "caller 0",
            "caller 1",
            "caller 2",
            "client 1",
            "client 2",
            "server 1 of ana",
            "server 2 of ana",
            "handler");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void keepsLogsApart(Transport transport) {
    try (var client = client(transport)) {
      TestCaller ana = client.as(ANA);
      TestCaller staff = client.as(STAFF);
      ana.stub(UserServiceGrpc::newBlockingStub).getUser(USER_123);
      staff.stub(UserServiceGrpc::newBlockingStub).getUser(USER_123);
      staff.stub(UserServiceGrpc::newBlockingStub).deleteUser(DELETE);

      assertThat(ana.calls().all()).hasSize(1);
      assertThat(staff.calls().to(UserServiceGrpc.getDeleteUserMethod())).hasSize(1);
      assertThat(client.calls().all()).hasSize(3);
      assertThat(client.calls().all())
          .allSatisfy(
              call ->
                  assertThat(call.startedAt().orElseThrow().getClassName())
                      .isEqualTo(TestCallerTest.class.getName()));
      ana.assertNoneOpen();
    }
  }

  private GRPCTestClient client(Transport transport) {
    return GRPCTestClient.builder()
        .addService(new UserService())
        .addInterceptor(new KeysSeen())
        .transport(transport)
        .build()
        .start();
  }

  private static String caller() {
    return CallContext.current().principal().map(Principal::id).orElse("nobody");
  }

  private final class KeysSeen implements ServerInterceptor {

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      boolean ours = headers.keys().stream().anyMatch(key -> key.startsWith("x-grapnel"));
      steps.add(caller() + (ours ? " sees" : " sees no") + " x-grapnel metadata");
      return next.startCall(call, headers);
    }
  }

  private final class ServerStep implements ServerInterceptor {

    private final String name;

    ServerStep(String name) {
      this.name = name;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      steps.add(name + " of " + caller());
      return next.startCall(call, headers);
    }
  }

  private final class ClientStep implements ClientInterceptor {

    private final String name;

    ClientStep(String name) {
      this.name = name;
    }

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      steps.add(name);
      return next.newCall(method, options);
    }
  }
}
