package dev.grapnel.testing.assertion;

import static dev.grapnel.testing.assertion.Failures.assertFails;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static dev.grapnel.testing.assertion.Users.ANA;
import static dev.grapnel.testing.assertion.Users.first;
import static dev.grapnel.testing.assertion.Users.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.testing.call.CallLog;
import dev.grapnel.testing.call.OpenCallError;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallLogAssertTest {

  @ParameterizedTest
  @EnumSource
  void passes(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      assertThat(users.calls()).hasNoCalls().hasNoOpenCalls().allEndedWith(Status.Code.OK);
      assertThatCall(() -> users.blocking().getUser(id(1))).returns(ANA);
      assertThatCall(() -> users.blocking().getUser(id(1))).returns(ANA);
      assertThat(users.calls())
          .hasCalls(UserServiceGrpc.getGetUserMethod(), 2)
          .hasCalls(UserServiceGrpc.getListUsersMethod(), 0)
          .hasNoOpenCalls()
          .allEndedWith(Status.Code.OK);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheWrongNumberOfCalls(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      assertThatCall(() -> users.blocking().getUser(id(1))).succeeds();
      assertThatCall(() -> users.blocking().listUsers(first(2))).succeeds();
      assertFails(
          () -> assertThat(users.calls()).hasCalls(UserServiceGrpc.getGetUserMethod(), 2),
          "user.UserService/GetUser was called the wrong number of times",
          "   expected: 2 calls",
          "    but was: 1 call",
          "  all calls: user.UserService/GetUser OK: sent 1 message and half-closed, received 1"
              + " message",
          "             user.UserService/ListUsers OK: sent 1 message and half-closed, received 2"
              + " messages");
      assertFails(
          () -> assertThat(users.calls()).as("client").hasNoCalls(),
          "[client] the client made calls",
          "  expected: no calls",
          "   but was: user.UserService/GetUser OK: sent 1 message and half-closed, received 1"
              + " message",
          "            user.UserService/ListUsers OK: sent 1 message and half-closed, received 2"
              + " messages");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsOpenCalls(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      StreamRecorder<ChatMessage> chat = StreamRecorder.create();
      users.async().chat(chat);
      assertFails(
          () -> assertThat(users.calls()).allEndedWith(Status.Code.OK),
          "1 call did not end as expected",
          "  expected: OK",
          "   but was: user.UserService/Chat open: sent 0 messages, received 0 messages");
      AssertionError error =
          catchThrowableOfType(
              AssertionError.class, () -> assertThat(users.calls()).as("client").hasNoOpenCalls());
      assertThat(error)
          .hasCauseInstanceOf(OpenCallError.class)
          .message()
          .startsWith("[client] 1 call was left open")
          .contains("user.UserService/Chat");
      assertThat(users.calls()).hasNoOpenCalls().allEndedWith(Status.Code.CANCELLED);
    }
  }

  @Test
  void nullIsTold() {
    CallLog none = null;
    assertFails(() -> assertThat(none).hasNoCalls(), "", "Expecting actual not to be null");
  }
}
