package dev.grapnel.testing.traffic;

import static dev.grapnel.testing.fake.Messages.ANA;
import static dev.grapnel.testing.fake.Messages.BOB;
import static dev.grapnel.testing.fake.Messages.chat;
import static dev.grapnel.testing.fake.Messages.creation;
import static dev.grapnel.testing.fake.Messages.get;
import static dev.grapnel.testing.fake.Messages.list;
import static dev.grapnel.testing.fake.Messages.metadata;
import static dev.grapnel.testing.user.UserServiceGrpc.getChatMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getCreateUsersBatchMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getGetUserMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getListUsersMethod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.fake.FakeService;
import dev.grapnel.testing.fake.Messages;
import dev.grapnel.testing.fake.Reply;
import dev.grapnel.testing.fake.UnmetExpectationError;
import dev.grapnel.testing.fake.Wire;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserCount;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Wire.class)
class TrafficTest {

  private final Wire wire;
  private final TrafficRecorder recorder = TrafficRecorder.create();

  @TempDir Path folder;

  TrafficTest(Wire wire) {
    this.wire = wire;
  }

  @Test
  void answersAsRecorded() {
    FakeService original = original();
    List<String> first;
    try (var connection = wire.start(original, recorder)) {
      first = everyKindOfCall(connection.channel());
    }
    Path file = folder.resolve("deeper/users.json");
    recorder.recording().write(file);

    FakeService replayed = Recording.read(file).replay(UserServiceGrpc.getServiceDescriptor());
    try (var connection = wire.start(replayed)) {
      assertThat(everyKindOfCall(connection.channel())).isEqualTo(first);
    }
    replayed.verify();
    assertThat(first)
        .containsExactly(
            "7 Ana",
            "NOT_FOUND gone reason=EXPIRED",
            "[Ana, Bob] DATA_LOSS torn",
            "count 2",
            "a! b! OK");
  }

  @Test
  void recordsTheSameInTheServer() {
    TrafficRecorder inServer = TrafficRecorder.create();
    try (var connection =
        wire.start(original(), new ServerInterceptor[] {inServer.serverInterceptor()}, recorder)) {
      everyKindOfCall(connection.channel());
    }
    Path client = folder.resolve("client.json");
    Path server = folder.resolve("server.json");
    recorder.recording().write(client);
    inServer.recording().write(server);

    assertThat(server).hasSameTextualContentAs(client);
  }

  @Test
  void tellsHowARequestDiffersFromTheNearestRecorded() {
    FakeService replayed =
        replayOf(
            channel -> {
              blocking(channel).getUser(get(7));
              talk(channel, "a", "b");
            });
    try (var connection = wire.start(replayed)) {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> blocking(connection.channel()).getUser(get(9)));
      assertThat(failure.getStatus().getDescription())
          .isEqualTo(
              """
              No script of user.UserService/GetUser answers this call; beside the nearest of 1:
              - id: 7
              + id: 9"""
                  .replace('\n', ' ')); // as servers of the kit send line breaks
      assertThat(talk(connection.channel(), "a", "c"))
          .isEqualTo(
              """
              a! FAILED_PRECONDITION No recorded call of user.UserService/Chat is like this one; beside the nearest of 1:
                message 1
                  text: "a"
                message 2
              -   text: "b"
              +   text: "c\""""
                  .replace('\n', ' '));
    }

    assertThatThrownBy(replayed::verify)
        .isInstanceOf(UnmetExpectationError.class)
        .hasMessage(
            """
            user.UserService/GetUser: 1 expectation was not met
              expected: 1 call with request
                  id: 7
               but was: 1 call, not like it
                #1 request
                - id: 7
                + id: 9
            user.UserService/GetUser: no script answered 1 call
                #1 see above
            user.UserService/Chat: the script of 1 call failed
                #1 java.lang.AssertionError: No recorded call of user.UserService/Chat is like this one; beside the nearest of 1:
                    message 1
                      text: "a"
                    message 2
                  -   text: "b"
                  +   text: "c\"""");
  }

  @Test
  void tellsWhichRecordedCallsNobodyMade() {
    FakeService replayed =
        replayOf(
            channel -> {
              blocking(channel).getUser(get(7));
              talk(channel, "a");
              talk(channel, "x", "y");
            });
    try (var connection = wire.start(replayed)) {
      assertThat(talk(connection.channel(), "a")).isEqualTo("a! OK");
    }

    assertThatThrownBy(replayed::verify)
        .hasMessage(
            """
            user.UserService/GetUser: 1 expectation was not met
              expected: 1 call with request
                  id: 7
               but was: no call
            user.UserService/Chat: 1 expectation was not met
              expected: 2 calls
               but was: 1 call
                not made: recorded call 2 of 2 with
                  message 1
                    text: "x"
                  message 2
                    text: "y\"""");
  }

  @Test
  void findsTheConversationByItsRequestsInAnyOrder() {
    FakeService replayed =
        replayOf(
            channel -> {
              talk(channel, "a", "b");
              talk(channel, "a", "c");
              talk(channel, "d");
              talk(channel);
            });
    try (var connection = wire.start(replayed)) {
      assertThat(talk(connection.channel(), "d")).isEqualTo("d! OK");
      assertThat(talk(connection.channel(), "a", "c")).isEqualTo("a! c! OK");
      assertThat(talk(connection.channel())).isEqualTo("OK");
      assertThat(talk(connection.channel(), "a", "b")).isEqualTo("a! b! OK");
      replayed.verify();

      assertThat(talk(connection.channel(), "a"))
          .isEqualTo(
              "FAILED_PRECONDITION All 4 recorded calls of user.UserService/Chat were made already");
    }
  }

  @Test
  void answersTheSameRequestInTheOrderOfTheRecording() {
    FakeService original = FakeService.of(UserServiceGrpc.getServiceDescriptor());
    original.when(getGetUserMethod()).thenReply(ANA).thenFail(Status.ABORTED).thenReply(BOB);
    try (var connection = wire.start(original, recorder)) {
      threeTimes(connection.channel());
    }

    FakeService replayed = recorder.recording().replay(UserServiceGrpc.getServiceDescriptor());
    try (var connection = wire.start(replayed)) {
      assertThat(threeTimes(connection.channel())).containsExactly("Ana", "ABORTED", "Bob");
    }
    replayed.verify();
  }

  @Test
  void hangsWhereTheClientHadCancelled() {
    FakeService original = FakeService.of(UserServiceGrpc.getServiceDescriptor());
    original.when(getListUsersMethod()).then(Reply.of(ANA).never());
    original
        .when(getChatMethod())
        .thenHandle(
            responses -> {
              responses.onNext(chat("hello"));
              return new Messages.Received<>();
            });
    try (var connection = wire.start(original, recorder)) {
      listOneAndCancel(connection.channel());
      greetAndCancel(connection.channel());
    }

    FakeService replayed = recorder.recording().replay(UserServiceGrpc.getServiceDescriptor());
    try (var connection = wire.start(replayed)) {
      listOneAndCancel(connection.channel());
      greetAndCancel(connection.channel());
    }
    replayed.verify();
  }

  @Test
  void endsAStreamOfRequestsWhereTheServerHadEndedIt() {
    FakeService original = FakeService.of(UserServiceGrpc.getServiceDescriptor());
    original
        .when(getCreateUsersBatchMethod())
        .thenHandle(
            responses ->
                new Messages.Received<>() {
                  @Override
                  public void onNext(CreateUserRequest request) {
                    responses.onError(
                        Status.RESOURCE_EXHAUSTED.withDescription("full").asException());
                  }
                });
    try (var connection = wire.start(original, recorder)) {
      sendOne(connection.channel());
    }

    FakeService replayed = recorder.recording().replay(UserServiceGrpc.getServiceDescriptor());
    try (var connection = wire.start(replayed)) {
      assertThat(sendOne(connection.channel()).getDescription()).isEqualTo("full");
    }
    replayed.verify();
  }

  private FakeService replayOf(java.util.function.Consumer<Channel> calls) {
    try (var connection = wire.start(original(), recorder)) {
      calls.accept(connection.channel());
    }
    return recorder.recording().replay(UserServiceGrpc.getServiceDescriptor());
  }

  private static FakeService original() {
    FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
    users
        .when(getGetUserMethod())
        .then(Reply.of(ANA).headers(metadata("h", "1")).trailers(metadata("t", "2")))
        .thenFail(
            RpcException.of(
                Status.Code.NOT_FOUND,
                "gone",
                ErrorInfo.newBuilder().setReason("EXPIRED").build()));
    users
        .when(getListUsersMethod())
        .then(Reply.of(ANA, BOB).failing(Status.DATA_LOSS.withDescription("torn")));
    users.when(getCreateUsersBatchMethod()).thenReply(UserCount.newBuilder().setCount(2).build());
    users.when(getChatMethod()).thenReplyEach(m -> chat(m.getText() + "!"));
    return users;
  }

  private static List<String> everyKindOfCall(Channel channel) {
    List<String> seen = new ArrayList<>();
    User user = blocking(channel).getUser(get(7));
    seen.add(user.getId() + " " + user.getName());
    RpcException gone =
        RpcException.from(
            catchThrowableOfType(
                StatusRuntimeException.class, () -> blocking(channel).getUser(get(8))));
    seen.add(
        "%s %s reason=%s"
            .formatted(
                gone.code(),
                gone.description(),
                gone.details().errorInfo().map(ErrorInfo::getReason).orElse("")));
    Messages.Received<User> users = new Messages.Received<>();
    UserServiceGrpc.newStub(channel).listUsers(list(2), users);
    seen.add(
        "%s %s %s"
            .formatted(
                users.all().stream().map(User::getName).toList(),
                users.status().getCode(),
                users.status().getDescription()));
    Messages.Received<UserCount> count = new Messages.Received<>();
    StreamObserver<CreateUserRequest> batch =
        UserServiceGrpc.newStub(channel).createUsersBatch(count);
    batch.onNext(creation("a"));
    batch.onNext(creation("b"));
    batch.onCompleted();
    seen.add("count " + count.next().getCount());
    seen.add(talk(channel, "a", "b"));
    return seen;
  }

  /** Waits for each answer before the next message. */
  private static String talk(Channel channel, String... texts) {
    Messages.Received<ChatMessage> answers = new Messages.Received<>();
    StreamObserver<ChatMessage> requests = UserServiceGrpc.newStub(channel).chat(answers);
    StringBuilder seen = new StringBuilder();
    for (String text : texts) {
      requests.onNext(chat(text));
      ChatMessage answer = answers.nextOrEnd();
      if (answer == null) {
        break;
      }
      seen.append(answer.getText()).append(' ');
    }
    if (!answers.hasEnded()) {
      requests.onCompleted();
    }
    Status status = answers.status();
    String description = status.getDescription() == null ? "" : " " + status.getDescription();
    return seen.append(status.getCode()).append(description).toString();
  }

  private static List<String> threeTimes(Channel channel) {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      try {
        seen.add(blocking(channel).getUser(get(1)).getName());
      } catch (StatusRuntimeException failed) {
        seen.add(failed.getStatus().getCode().name());
      }
    }
    return seen;
  }

  private static void listOneAndCancel(Channel channel) {
    Messages.Received<User> answers = new Messages.Received<>();
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.run(() -> UserServiceGrpc.newStub(channel).listUsers(list(2), answers));
      assertThat(answers.next()).isEqualTo(ANA);
    }
    assertThat(answers.status().getCode()).isEqualTo(Status.Code.CANCELLED);
  }

  private static void greetAndCancel(Channel channel) {
    Messages.Received<ChatMessage> answers = new Messages.Received<>();
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.run(() -> UserServiceGrpc.newStub(channel).chat(answers));
      assertThat(answers.next()).isEqualTo(chat("hello"));
    }
    assertThat(answers.status().getCode()).isEqualTo(Status.Code.CANCELLED);
  }

  private static Status sendOne(Channel channel) {
    Messages.Received<UserCount> answer = new Messages.Received<>();
    UserServiceGrpc.newStub(channel).createUsersBatch(answer).onNext(creation("a"));
    return answer.status();
  }

  private static UserServiceGrpc.UserServiceBlockingStub blocking(Channel channel) {
    return UserServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata("tenant", "acme")))
        .withDeadlineAfter(20, TimeUnit.SECONDS);
  }
}
