package dev.grapnel.testing;

import static dev.grapnel.testing.UserCalls.USER_123;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.grapnel.core.security.Principal;
import dev.grapnel.testing.mymodel.MyModelControllerGrpc;
import dev.grapnel.testing.mymodel.MyModelControllerGrpc.MyModelControllerFutureStub;
import dev.grapnel.testing.time.VirtualClock;
import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingV2Stub;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceFutureStub;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceStub;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set up wrongly is told at once and in words. */
class SetUpTest {

  @Test
  void tellsEverythingAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                GRPCTestClient.builder()
                    .addService(new UserService())
                    .addService(new UserService().bindService())
                    .transport(Transport.LOOPBACK)
                    .clock(VirtualClock.create())
                    .maxInboundMessageSize(0)
                    .maxInboundMetadataSize(-1)
                    .callLimit(Duration.ZERO)
                    .leakGrace(Duration.ofSeconds(-1))
                    .build())
        .withMessage(
            """
            this GRPCTestClient cannot be built:
              - the service user.UserService is registered twice: there is user.UserService
              - clock is set, but the transport is LOOPBACK: a virtual clock works in process only
              - maxInboundMessageSize is 0: expected more than zero
              - maxInboundMetadataSize is -1: expected more than zero
              - callLimit is PT0S: expected more than zero
              - leakGrace is PT-1S: expected zero or more""");
  }

  @Test
  void refusesCredentialsAndHostInProcess() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                GRPCTestClient.builder()
                    .transport(Transport.IN_PROCESS)
                    .credentials(
                        InsecureServerCredentials.create(), InsecureChannelCredentials.create())
                    .host("::1")
                    .build())
        .withMessage(
            """
            this GRPCTestClient cannot be built:
              - there is no service: expected one or more by addService(...)
              - host is ::1, but the transport is IN_PROCESS: expected transport(LOOPBACK)
              - credentials are set, but the transport is IN_PROCESS: expected transport(LOOPBACK)""");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void makesStubsOfEveryKind(Transport transport) {
    try (var client = users(transport).start()) {
      assertThat(client.stub(UserServiceBlockingStub.class).getUser(USER_123).getId())
          .isEqualTo(123);
      assertThat(client.stub(UserServiceBlockingV2Stub.class)).isNotNull();
      assertThat(client.stub(UserServiceFutureStub.class)).isNotNull();
      assertThat(client.stub(UserServiceStub.class)).isNotNull();
    }
  }

  @Test
  void refusesStubsOfOtherServices() {
    try (var client = users(Transport.IN_PROCESS).start()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.stub(MyModelControllerFutureStub.class))
          .withMessage(
              "MyModelControllerFutureStub calls mymodel.MyModelController, which is not here:"
                  + " there is user.UserService");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.caller().stub(MyModelControllerGrpc::newFutureStub))
          .withMessageStartingWith("MyModelControllerFutureStub calls mymodel.MyModelController");
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {String.class, UserServiceGrpc.class, UserServiceGrpc.AsyncService.class})
  void refusesClassesThatAreNoStub(Class<?> type) {
    try (var client = users(Transport.IN_PROCESS).start()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.stub(type))
          .withMessage(
              "%s is no generated stub: expected a class such as UserServiceGrpc.UserServiceBlockingStub",
              type.getName());
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void isStartedOnceAndClosedForGood(Transport transport) {
    GRPCTestClient client = users(transport);
    assertThatIllegalStateException()
        .isThrownBy(client::channel)
        .withMessage("this GRPCTestClient is not started: call start() first");
    client.start();
    assertThatIllegalStateException()
        .isThrownBy(client::start)
        .withMessage("this GRPCTestClient is started already: make a new one");
    client.close();
    client.close();
    assertThatIllegalStateException()
        .isThrownBy(client::start)
        .withMessage("this GRPCTestClient is closed: make a new one");
    assertThatIllegalStateException()
        .isThrownBy(() -> client.stub(UserServiceGrpc::newBlockingStub))
        .withMessage("this GRPCTestClient is closed");
    assertThatIllegalStateException().isThrownBy(client::server);
    assertThatIllegalStateException().isThrownBy(client::caller);
    assertThat(client.calls().all()).as("the log stays").isEmpty();
  }

  @Test
  void mayBeClosedWithoutBeingStarted() {
    GRPCTestClient client = users(Transport.LOOPBACK);
    assertThatCode(client::close).doesNotThrowAnyException();
  }

  @Test
  void hasAPortOnLoopbackOnly() {
    try (var client = users(Transport.LOOPBACK).start()) {
      assertThat(client.port()).isPositive();
    }
    try (var client = users(Transport.IN_PROCESS).start()) {
      assertThatIllegalStateException()
          .isThrownBy(client::port)
          .withMessage(
              "this GRPCTestClient has no port: it has one with transport(Transport.LOOPBACK)");
    }
  }

  @Test
  void callsServersAndChannelsOfOthers() {
    try (var server = users(Transport.LOOPBACK).start()) {
      try (var remote = GRPCTestClient.to("127.0.0.1", server.port()).start();
          var over = GRPCTestClient.over(server.channel()).start()) {
        assertCallsAServerOfOthers(remote);
        assertCallsAServerOfOthers(over);
        assertThat(server.calls().all()).as("only what went over its channel").hasSize(1);
      }
      assertThat(server.stub(UserServiceGrpc::newBlockingStub).getUser(USER_123).getId())
          .isEqualTo(123);
    }
  }

  private static void assertCallsAServerOfOthers(GRPCTestClient client) {
    assertThat(client.stub(UserServiceGrpc::newBlockingStub).getUser(USER_123).getId())
        .isEqualTo(123);
    assertThat(client.calls().all()).hasSize(1);
    assertThat(client.server()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> client.as(Principal.builder("ana").build()))
        .withMessage(
            "this GRPCTestClient cannot call as ana: its server is not its own and would not"
                + " know; send a token by with(...)");
  }

  private static GRPCTestClient users(Transport transport) {
    return GRPCTestClient.builder().addService(new UserService()).transport(transport).build();
  }
}
