package dev.grapnel.testing.fake;

import static dev.grapnel.testing.fake.Messages.ANA;
import static dev.grapnel.testing.fake.Messages.BOB;
import static dev.grapnel.testing.fake.Messages.TENANT;
import static dev.grapnel.testing.fake.Messages.chat;
import static dev.grapnel.testing.fake.Messages.creation;
import static dev.grapnel.testing.fake.Messages.get;
import static dev.grapnel.testing.fake.Messages.list;
import static dev.grapnel.testing.fake.Messages.metadata;
import static dev.grapnel.testing.user.UserServiceGrpc.getChatMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getCreateUserMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getCreateUsersBatchMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getGetUserMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getListUsersMethod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.fake.Messages.Received;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserCount;
import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceStub;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Wire.class)
class FakeServiceTest {

  private final FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
  private final Wire.Connection connection;

  FakeServiceTest(Wire wire) {
    connection = wire.start(users);
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void answersEveryCallAlike() {
    users.when(getGetUserMethod()).thenReply(ANA);

    assertThat(List.of(blocking().getUser(get(1)), blocking().getUser(get(2))))
        .containsExactly(ANA, ANA);
    users.verify();
  }

  @Test
  void answersInOrderAndRepeatsTheLastAnswer() {
    users.when(getGetUserMethod()).thenReply(ANA).thenFail(Status.UNAVAILABLE).thenReply(BOB);

    assertThat(blocking().getUser(get(1))).isEqualTo(ANA);
    assertThat(failure(1).getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(blocking().getUser(get(1))).isEqualTo(BOB);
    assertThat(blocking().getUser(get(1))).isEqualTo(BOB);
  }

  @Test
  void asksTheScriptAddedLastFirst() {
    users.when(getGetUserMethod()).thenReply(ANA);
    users.when(getGetUserMethod()).request(get(8)).thenReply(BOB);

    assertThat(blocking().getUser(get(7))).isEqualTo(ANA);
    assertThat(blocking().getUser(get(8))).isEqualTo(BOB);

    users.when(getGetUserMethod()).thenFail(Status.ABORTED);
    assertThat(failure(8).getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
  }

  @Test
  void looksAtRequestsByDescriptionAndAtMetadata() {
    users.when(getGetUserMethod()).request("an even id", r -> r.getId() % 2 == 0).thenReply(BOB);
    users
        .when(getGetUserMethod())
        .metadata(TENANT, "acme")
        .metadata("has no trace", m -> !m.containsKey(key("trace")))
        .thenReply(ANA);

    assertThat(blocking().getUser(get(4))).isEqualTo(BOB);
    assertThat(with("tenant", "other").getUser(get(4))).isEqualTo(BOB);
    assertThat(with("tenant", "acme").getUser(get(5))).isEqualTo(ANA);
    assertThat(with("tenant", "other", "tenant", "acme").getUser(get(5))).isEqualTo(ANA);
    assertThat(with("tenant", "acme", "trace", "1").getUser(get(4))).isEqualTo(BOB);
  }

  @Test
  void answersServerStreams() {
    users
        .when(getListUsersMethod())
        .thenReply(ANA, BOB)
        .then(Reply.of(ANA).failing(Status.DATA_LOSS.withDescription("torn")))
        .thenReply();

    assertThat(blocking().listUsers(list(2))).toIterable().containsExactly(ANA, BOB);
    Received<User> torn = new Received<>();
    async().listUsers(list(2), torn);
    assertThat(torn.all()).containsExactly(ANA);
    assertThat(torn.status().getCode()).isEqualTo(Status.Code.DATA_LOSS);
    assertThat(torn.status().getDescription()).isEqualTo("torn");
    assertThat(blocking().listUsers(list(2))).toIterable().isEmpty();
  }

  @Test
  void matchesAllRequestsOfAClientStream() {
    UserCount one = UserCount.newBuilder().setCount(1).build();
    UserCount two = UserCount.newBuilder().setCount(2).build();
    users.when(getCreateUsersBatchMethod()).thenReply(one);
    users.when(getCreateUsersBatchMethod()).request(creation("a"), creation("b")).thenReply(two);

    assertThat(batch("a").all()).containsExactly(one);
    assertThat(batch("a", "b").all()).containsExactly(two);
    assertThat(batch("b", "a").all()).containsExactly(one);
  }

  @Test
  void answersABidiStreamWhenItsClientHalfCloses() {
    users.when(getChatMethod()).request(chat("hi"), chat("bye")).thenReply(chat("1"), chat("2"));

    Received<ChatMessage> answers = new Received<>();
    StreamObserver<ChatMessage> requests = async().chat(answers);
    requests.onNext(chat("hi"));
    requests.onNext(chat("bye"));
    requests.onCompleted();

    assertThat(answers.all()).containsExactly(chat("1"), chat("2"));
  }

  @Test
  void answersEachMessageAsItComes() {
    users.when(getChatMethod()).thenReplyEach(m -> chat(m.getText() + "!"));

    Received<ChatMessage> answers = new Received<>();
    StreamObserver<ChatMessage> requests = async().chat(answers);
    for (String text : List.of("a", "b", "c")) {
      requests.onNext(chat(text));
      assertThat(answers.next()).isEqualTo(chat(text + "!"));
    }
    requests.onCompleted();

    assertThat(answers.status()).isEqualTo(Status.OK);
    assertThat(users.received(getChatMethod()).get(0).requests())
        .containsExactly(chat("a"), chat("b"), chat("c"));
  }

  @Test
  void answersEachMessageOfCallsWithOneRequest() {
    users
        .when(getGetUserMethod())
        .request("an even id", r -> r.getId() % 2 == 0)
        .thenReplyEach(r -> User.newBuilder().setId(r.getId()).build());

    assertThat(blocking().getUser(get(4)).getId()).isEqualTo(4);
    assertThat(failure(5).getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
  }

  @Test
  void handsCallsToAHandler() {
    users
        .when(getChatMethod())
        .thenHandle(
            responses -> {
              responses.onNext(chat("hello"));
              return new Received<>() {
                @Override
                public void onNext(ChatMessage message) {
                  responses.onError(
                      Status.ABORTED.withDescription(message.getText()).asException());
                }
              };
            });

    Received<ChatMessage> answers = new Received<>();
    StreamObserver<ChatMessage> requests = async().chat(answers);
    assertThat(answers.next()).isEqualTo(chat("hello"));
    requests.onNext(chat("enough"));

    assertThat(answers.status().getDescription()).isEqualTo("enough");
    users.verify();
  }

  @Test
  void handsTheWholeCallToAHandler() {
    users
        .when(getCreateUserMethod())
        .thenHandle(
            (call, headers) -> {
              call.sendHeaders(metadata("seen", String.valueOf(headers.get(TENANT))));
              call.close(Status.NOT_FOUND, metadata("why", "because"));
              return new ServerCall.Listener<CreateUserRequest>() {};
            });

    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> with("tenant", "x").createUser(creation("a")));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failure.getTrailers().get(key("why"))).isEqualTo("because");
  }

  @Test
  void startsAnInteractiveAnswerAtHalfCloseIfAScriptAskedBeforeNeedsTheRequests() {
    users.when(getChatMethod()).thenReplyEach(m -> chat(m.getText() + "!"));
    users.when(getChatMethod()).request(chat("x")).thenReply(chat("exactly x"));

    Received<ChatMessage> answers = new Received<>();
    StreamObserver<ChatMessage> requests = async().chat(answers);
    requests.onNext(chat("a"));
    requests.onNext(chat("b"));
    requests.onCompleted();

    assertThat(answers.all()).containsExactly(chat("a!"), chat("b!"));
  }

  @Test
  void sendsHeadersTrailersAndDetails() {
    var received = new java.util.concurrent.atomic.AtomicReference<Metadata>();
    var trailers = new java.util.concurrent.atomic.AtomicReference<Metadata>();
    UserServiceBlockingStub stub =
        blocking()
            .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(received, trailers));
    RpcException busy =
        RpcException.of(
            Status.Code.UNAVAILABLE,
            "busy",
            RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(3))
                .build());
    users
        .when(getGetUserMethod())
        .then(Reply.of(ANA).headers(metadata("h", "1")).trailers(metadata("t", "2")))
        .then(Reply.<User>failure(busy).trailers(metadata("t", "3")).failing(busy));

    assertThat(stub.getUser(get(7))).isEqualTo(ANA);
    assertThat(received.get().get(key("h"))).isEqualTo("1");
    assertThat(trailers.get().get(key("t"))).isEqualTo("2");

    RpcException failure = RpcException.from(failure(7));
    assertThat(failure.description()).isEqualTo("busy");
    assertThat(failure.details().retryInfo().orElseThrow().getRetryDelay().getSeconds())
        .isEqualTo(3);
    assertThat(failure.getTrailers().get(key("t"))).isEqualTo("3");
  }

  @Test
  void tellsWhatItReceived() {
    users.when(getGetUserMethod()).thenReply(ANA).thenFail(Status.NOT_FOUND);

    with("tenant", "acme").withDeadlineAfter(1, TimeUnit.HOURS).getUser(get(7));
    failure(8);

    List<ReceivedCall<GetUserRequest>> calls = users.received(getGetUserMethod());
    assertThat(calls).hasSize(2);
    assertThat(calls.get(0).request()).isEqualTo(get(7));
    assertThat(calls.get(0).metadata().get(TENANT)).isEqualTo("acme");
    assertThat(calls.get(0).deadline().orElseThrow().timeRemaining(TimeUnit.MINUTES))
        .isBetween(1L, 60L);
    assertThat(calls.get(0).status()).contains(Status.OK);
    assertThat(calls.get(0).isHalfClosed()).isTrue();
    assertThat(calls.get(0).isCancelled()).isFalse();
    assertThat(calls.get(1).deadline()).isEmpty();
    assertThat(calls.get(1).status()).contains(Status.NOT_FOUND);
    assertThat(calls.get(1)).hasToString("call with 1 request, NOT_FOUND");
  }

  @Test
  void forgetsScriptsAndCalls() {
    users.expect(getGetUserMethod()).times(3).thenReply(ANA);
    blocking().getUser(get(7));

    users.reset();

    users.verify();
    assertThat(users.received(getGetUserMethod())).isEmpty();
    assertThat(failure(7).getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  private Received<UserCount> batch(String... names) {
    Received<UserCount> answer = new Received<>();
    StreamObserver<CreateUserRequest> requests = async().createUsersBatch(answer);
    for (String name : names) {
      requests.onNext(creation(name));
    }
    requests.onCompleted();
    return answer;
  }

  private StatusRuntimeException failure(int id) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> blocking().getUser(get(id)));
  }

  private UserServiceBlockingStub with(String... metadata) {
    return blocking()
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata(metadata)));
  }

  private UserServiceBlockingStub blocking() {
    return UserServiceGrpc.newBlockingStub(connection.channel());
  }

  private UserServiceStub async() {
    return UserServiceGrpc.newStub(connection.channel());
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
