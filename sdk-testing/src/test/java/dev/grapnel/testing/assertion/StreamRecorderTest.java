package dev.grapnel.testing.assertion;

import static dev.grapnel.testing.assertion.Failures.assertFails;
import static dev.grapnel.testing.assertion.Users.ANA;
import static dev.grapnel.testing.assertion.Users.BO;
import static dev.grapnel.testing.assertion.Users.chat;
import static dev.grapnel.testing.assertion.Users.first;
import static dev.grapnel.testing.assertion.Users.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.User;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamRecorderTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  private final StreamRecorder<User> recorder = StreamRecorder.create();

  @ParameterizedTest
  @EnumSource
  void keepsMessagesAndTheEnd(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      users.async().listUsers(first(2), recorder);
      assertThat(recorder.awaitMessages(2)).containsExactly(ANA, BO);
      assertThat(recorder.awaitEnd()).isEqualTo(Status.OK);
      assertThat(recorder.messages()).containsExactly(ANA, BO);
      assertThat(recorder.end()).contains(Status.OK);
      assertThat(recorder.failure()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheFailureWithItsDetails(Users.Wire wire) {
    RpcException sent = RpcException.of(Status.Code.ABORTED, "no", ANA);
    try (Users users = Users.over(wire).failing(sent)) {
      users.async().getUser(id(1), recorder);
      assertThat(recorder.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
      assertThat(recorder.failure().orElseThrow().details().find(User.class)).contains(ANA);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manualRecorderTakesOnlyWhatItAskedFor(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      StreamRecorder<ChatMessage> manual = StreamRecorder.manual();
      StreamObserver<ChatMessage> requests = users.async().chat(manual);
      requests.onNext(chat("a"));
      requests.onNext(chat("b"));
      requests.onNext(chat("c"));
      manual.request(1);
      assertThat(manual.awaitMessages(1)).containsExactly(chat("a"));
      assertFails(
          () -> manual.awaitMessages(2, SHORT),
          "the call did not bring 2 messages within 20 ms",
          "  expected: 2 messages",
          "   but was: open after 1 message",
          "  messages: [0] ChatMessage{text: \"a\"}");
      manual.request(2);
      assertThat(manual.awaitMessages(3)).containsExactly(chat("a"), chat("b"), chat("c"));
      requests.onCompleted();
      assertThat(manual.awaitEnd()).isEqualTo(Status.OK);
    }
  }

  @ParameterizedTest
  @EnumSource
  void cancels(Users.Wire wire) {
    try (Users users = Users.over(wire)) {
      StreamRecorder<ChatMessage> chat = StreamRecorder.create();
      users.async().chat(chat);
      chat.cancel();
      Status end = chat.awaitEnd();
      assertThat(end.getCode()).isEqualTo(Status.Code.CANCELLED);
      assertThat(end.getDescription()).isEqualTo("cancelled by StreamRecorder.cancel()");
    }
  }

  @Test
  void wakesWhoWaits() throws Exception {
    FutureTask<Status> end = new FutureTask<>(recorder::awaitEnd);
    Thread waiting = new Thread(end);
    waiting.start();
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (waiting.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < giveUp) {
      Thread.onSpinWait();
    }
    recorder.onNext(ANA);
    recorder.onCompleted();
    assertThat(end.get(9, TimeUnit.SECONDS)).isEqualTo(Status.OK);
  }

  @Test
  void tellsWhatHasComeWhenTheEndIsMissed() {
    assertFails(
        () -> recorder.awaitEnd(SHORT),
        "the call did not end within 20 ms",
        "  expected: the end of the call",
        "   but was: open after 0 messages");
    for (int i = 0; i < 12; i++) {
      recorder.onNext(Users.user(i, "u"));
    }
    assertThat(catchThrowable(() -> recorder.awaitEnd(SHORT)))
        .message()
        .contains("but was: open after 12 messages\n  messages: (2 before)\n            [2] User")
        .endsWith("[11] User{id: 11 name: \"u\"}");
  }

  @Test
  void doesNotWaitForMessagesAfterTheEnd() {
    recorder.onNext(ANA);
    recorder.onError(Status.ABORTED.withDescription("no").asRuntimeException());
    assertFails(
            () -> recorder.awaitMessages(2),
            "the call did not bring 2 messages before its end",
            "  expected: 2 messages",
            "   but was: ABORTED: no after 1 message",
            "  messages: [0] User{id: 1 name: \"Ana\"}")
        .hasCauseInstanceOf(RpcException.class);
  }

  @Test
  void interruptionEndsTheWait() {
    Thread.currentThread().interrupt();
    assertFails(
        recorder::awaitEnd,
        "the call was interrupted while the test waited",
        "  expected: no interruption",
        "   but was: open after 0 messages");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void refusesWhatCannotWork() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorder.awaitMessages(-1))
        .withMessage("messages to wait for: -1, expected 0 or more");
    assertThatIllegalStateException()
        .isThrownBy(() -> recorder.request(1))
        .withMessageContaining("StreamRecorder.manual()");
    assertThatIllegalStateException()
        .isThrownBy(recorder::cancel)
        .withMessageContaining("given to an asynchronous stub first");
    try (Users users = Users.over(Users.Wire.IN_PROCESS)) {
      users.async().listUsers(first(1), recorder);
      assertThatIllegalStateException()
          .isThrownBy(() -> users.async().listUsers(first(1), recorder))
          .withMessage("this recorder has a call already: expected a new one for each call");
    }
  }
}
