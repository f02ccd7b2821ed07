package dev.grapnel.testing.fake;

import static dev.grapnel.testing.fake.Messages.ANA;
import static dev.grapnel.testing.fake.Messages.BOB;
import static dev.grapnel.testing.fake.Messages.await;
import static dev.grapnel.testing.fake.Messages.chat;
import static dev.grapnel.testing.fake.Messages.get;
import static dev.grapnel.testing.fake.Messages.list;
import static dev.grapnel.testing.user.UserServiceGrpc.getChatMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getGetUserMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getListUsersMethod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.testing.fake.Messages.Received;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Wire.class)
class ReplyTest {

  private static final Duration STEP = Duration.ofMillis(5);

  private final HandDrivenScheduler time = new HandDrivenScheduler();
  private final FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor(), time);
  private final Wire.Connection connection;

  ReplyTest(Wire wire) {
    connection = wire.start(users);
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void delaysEachMessageAndEndsWithTheLast() {
    users
        .when(getListUsersMethod())
        .then(Reply.of(ANA, BOB).delayed(STEP).failing(Status.UNAVAILABLE));

    Received<User> answers = new Received<>();
    UserServiceGrpc.newStub(connection.channel()).listUsers(list(2), answers);
    time.awaitTasks(1).advance(STEP.minusNanos(1));
    assertThat(answers.isEmpty()).isTrue();
    time.advance(Duration.ofNanos(1));
    assertThat(answers.next()).isEqualTo(ANA);
    time.awaitTasks(1).advance(STEP.minusNanos(1));
    assertThat(answers.isEmpty()).isTrue();
    time.advance(Duration.ofNanos(1));

    assertThat(answers.all()).containsExactly(BOB);
    assertThat(answers.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    time.awaitTasks(0);
  }

  @Test
  void delaysAFailureWithoutMessages() {
    users.when(getListUsersMethod()).then(Reply.<User>failure(Status.ABORTED).delayed(STEP));

    Received<User> answers = new Received<>();
    UserServiceGrpc.newStub(connection.channel()).listUsers(list(2), answers);
    time.awaitTasks(1);
    assertThat(answers.isEmpty()).isTrue();
    time.advance(STEP);

    assertThat(answers.status().getCode()).isEqualTo(Status.Code.ABORTED);
  }

  @Test
  void stopsADelayWhenTheCallIsCancelled() {
    users.when(getListUsersMethod()).then(Reply.of(ANA, BOB).delayed(STEP));

    Received<User> answers = new Received<>();
    Context.CancellableContext context = Context.current().withCancellation();
    context.run(() -> UserServiceGrpc.newStub(connection.channel()).listUsers(list(2), answers));
    time.awaitTasks(1).advance(STEP);
    assertThat(answers.next()).isEqualTo(ANA);
    time.awaitTasks(1);
    context.cancel(null);

    assertThat(answers.status().getCode()).isEqualTo(Status.Code.CANCELLED);
    assertCancelled(getListUsersMethod());
    time.awaitTasks(0);
  }

  @Test
  void stopsADelayWhenTheDeadlineIsOver() {
    users.when(getGetUserMethod()).then(Reply.of(ANA).delayed(STEP));

    assertDeadlineExceeded();

    time.awaitTasks(0);
  }

  @Test
  void hangsUntilTheDeadlineIsOver() {
    users.when(getGetUserMethod()).thenNever();

    assertDeadlineExceeded();
  }

  @Test
  void hangsAfterItsMessagesUntilTheClientCancels() {
    users.when(getListUsersMethod()).then(Reply.of(ANA).never());

    Received<User> answers = new Received<>();
    Context.CancellableContext context = Context.current().withCancellation();
    context.run(() -> UserServiceGrpc.newStub(connection.channel()).listUsers(list(2), answers));
    assertThat(answers.next()).isEqualTo(ANA);
    assertThat(users.received(getListUsersMethod()).get(0).status()).isEmpty();
    assertThat(users.received(getListUsersMethod()).get(0))
        .hasToString("call with 1 request, open");
    context.cancel(null);

    assertThat(answers.status().getCode()).isEqualTo(Status.Code.CANCELLED);
    assertCancelled(getListUsersMethod());
  }

  @Test
  void noticesAClientThatCancelsBeforeItHalfCloses() {
    users.when(getChatMethod()).thenReply(chat("late"));

    Received<ChatMessage> answers = new Received<>();
    Context.CancellableContext context = Context.current().withCancellation();
    context.run(
        () -> UserServiceGrpc.newStub(connection.channel()).chat(answers).onNext(chat("a")));
    await("the request", () -> !users.received(getChatMethod()).isEmpty());
    context.cancel(null);

    assertCancelled(getChatMethod());
    assertThat(users.received(getChatMethod()).get(0).isHalfClosed()).isFalse();
  }

  @Test
  void tellsWhatItIs() {
    assertThat(Reply.of(ANA)).hasToString("1 message, then OK");
    assertThat(Reply.of(ANA, BOB).never()).hasToString("2 messages, then nothing");
    assertThatThrownBy(() -> Reply.of(ANA).delayed(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Delay is PT-0.000000001S: expected zero or more");
  }

  private void assertDeadlineExceeded() {
    // A call may end before the server has it: once more, with more time.
    for (long millis = 300; users.received(getGetUserMethod()).isEmpty(); millis *= 4) {
      var calls =
          UserServiceGrpc.newBlockingStub(connection.channel())
              .withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
      assertThat(millis).isLessThan(10_000);
      assertThat(
              catchThrowableOfType(StatusRuntimeException.class, () -> calls.getUser(get(7)))
                  .getStatus()
                  .getCode())
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
    assertCancelled(getGetUserMethod());
  }

  private void assertCancelled(MethodDescriptor<?, ?> method) {
    await("the call", () -> !users.received(method).isEmpty());
    await("the cancel", () -> users.received(method).get(0).isCancelled());
    assertThat(users.received(method).get(0).status()).contains(Status.CANCELLED);
  }
}
