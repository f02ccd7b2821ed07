package dev.grapnel.testing.assertion;

import static dev.grapnel.testing.assertion.Failures.assertFails;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static dev.grapnel.testing.assertion.Users.ANA;
import static dev.grapnel.testing.assertion.Users.BO;
import static dev.grapnel.testing.assertion.Users.CY;
import static dev.grapnel.testing.assertion.Users.chat;
import static dev.grapnel.testing.assertion.Users.first;

import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.User;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamRecorderAssertTest {

  @ParameterizedTest
  @EnumSource
  void passesWhileTheCallIsOpenAndAfter(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      StreamRecorder<ChatMessage> recorder = StreamRecorder.create();
      StreamObserver<ChatMessage> requests = users.async().chat(recorder);
      assertThat(recorder).startsWith();
      requests.onNext(chat("a"));
      requests.onNext(chat("b"));
      assertThat(recorder).startsWith(chat("a")).startsWith(chat("a"), chat("b"));
      requests.onCompleted();
      assertThat(recorder)
          .hasReceived(chat("a"), chat("b"))
          .containsInAnyOrder(chat("b"), chat("a"))
          .completesNormally();
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesOnTheFailure(Users.Wire wire) {
    try (Users users = Users.over(wire).failing(Status.Code.UNAVAILABLE, "gone")) {
      assertThat(listed(users, 2))
          .failsWith(Status.Code.UNAVAILABLE)
          .hasDescription("gone")
          .afterMessages(ANA, BO);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheWrongMessages(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      StreamRecorder<User> recorder = listed(users, 2);
      recorder.awaitEnd();
      assertFails(
          () -> assertThat(recorder).as("list").hasReceived(ANA, BO, CY),
          "[list] user.UserService/ListUsers brought the wrong messages, first difference at index 2",
          "  expected: [0] User{id: 1 name: \"Ana\"}",
          "            [1] User{id: 2 name: \"Bo\"}",
          "            [2] User{id: 3 name: \"Cy\"}",
          "   but was: [0] User{id: 1 name: \"Ana\"}",
          "            [1] User{id: 2 name: \"Bo\"}",
          "    stream: OK after 2 messages");
      assertFails(
          () -> assertThat(recorder).startsWith(BO),
          "user.UserService/ListUsers brought the wrong messages, first difference at index 0",
          "  expected first: [0] User{id: 2 name: \"Bo\"}",
          "         but was: [0] User{id: 1 name: \"Ana\"}",
          "                  [1] User{id: 2 name: \"Bo\"}",
          "          stream: OK after 2 messages");
      assertFails(
          () -> assertThat(recorder).containsInAnyOrder(BO, BO),
          "user.UserService/ListUsers brought the wrong messages",
          "  expected in any order: [0] User{id: 2 name: \"Bo\"}",
          "                         [1] User{id: 2 name: \"Bo\"}",
          "                but was: [0] User{id: 1 name: \"Ana\"}",
          "                         [1] User{id: 2 name: \"Bo\"}",
          "                missing: User{id: 2 name: \"Bo\"}",
          "             unexpected: User{id: 1 name: \"Ana\"}",
          "                 stream: OK after 2 messages");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTooFewMessagesBeforeAFailure(Users.Wire wire) {
    try (Users users = Users.over(wire).failing(Status.Code.UNAVAILABLE, "gone")) {
      assertFails(
              () -> assertThat(listed(users, 1)).hasReceived(ANA, BO),
              "user.UserService/ListUsers brought the wrong messages, first difference at index 1",
              "  expected: [0] User{id: 1 name: \"Ana\"}",
              "            [1] User{id: 2 name: \"Bo\"}",
              "   but was: [0] User{id: 1 name: \"Ana\"}",
              "    stream: UNAVAILABLE: gone after 1 message")
          .rootCause()
          .isInstanceOf(StatusRuntimeException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheWrongEnd(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      assertFails(
          () -> assertThat(listed(users, 1)).failsWith(Status.Code.ABORTED),
          "user.UserService/ListUsers succeeded where a failure was expected",
          "  expected: ABORTED",
          "   but was: OK",
          "  messages: [0] User{id: 1 name: \"Ana\"}");
      users.failing(Status.Code.UNAVAILABLE, "gone");
      assertFails(
              () -> assertThat(listed(users, 1)).completesNormally(),
              "user.UserService/ListUsers failed where success was expected",
              "  expected: OK",
              "   but was: UNAVAILABLE: gone",
              "  messages: [0] User{id: 1 name: \"Ana\"}")
          .rootCause()
          .isInstanceOf(StatusRuntimeException.class);
      assertFails(
          () -> assertThat(listed(users, 1)).as("list").failsWith(Status.Code.ABORTED),
          "[list] user.UserService/ListUsers ended with the wrong status",
          "  expected: ABORTED",
          "   but was: UNAVAILABLE: gone");
    }
  }

  /** As long as the call is open, one more may come: not even the right ones are exactly these. */
  @ParameterizedTest
  @EnumSource
  void doesNotCallAnOpenStreamComplete(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      StreamRecorder<ChatMessage> recorder = StreamRecorder.create();
      users.async().chat(recorder).onNext(chat("a"));
      recorder.awaitMessages(1);
      assertFails(
          () -> assertThat(recorder).within(Duration.ofMillis(20)).hasReceived(chat("a")),
          "user.UserService/Chat did not end within 20 ms",
          "  expected: the end after [0] ChatMessage{text: \"a\"}",
          "   but was: open after 1 message",
          "  messages: [0] ChatMessage{text: \"a\"}");
      recorder.cancel();
    }
  }

  @Test
  void tellsThatTheCallIsStillOpen() {
    StreamRecorder<User> recorder = StreamRecorder.create();
    recorder.onNext(ANA);
    assertFails(
        () -> assertThat(recorder).within(Duration.ofMillis(20)).completesNormally(),
        "the call did not end within 20 ms",
        "  expected: OK",
        "   but was: open after 1 message",
        "  messages: [0] User{id: 1 name: \"Ana\"}");
    assertFails(
        () -> assertThat(recorder).within(Duration.ofMillis(20)).startsWith(ANA, BO),
        "the call brought the wrong messages, first difference at index 1",
        "  expected first: [0] User{id: 1 name: \"Ana\"}",
        "                  [1] User{id: 2 name: \"Bo\"}",
        "         but was: [0] User{id: 1 name: \"Ana\"}",
        "          stream: open after 1 message");
  }

  @Test
  void nullIsTold() {
    StreamRecorder<User> none = null;
    assertFails(() -> assertThat(none).hasReceived(), "", "Expecting actual not to be null");
  }

  private static StreamRecorder<User> listed(Users users, int count) {
    StreamRecorder<User> recorder = StreamRecorder.create();
    users.async().listUsers(first(count), recorder);
    return recorder;
  }
}
