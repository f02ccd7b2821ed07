package dev.grapnel.testing.fake;

import static dev.grapnel.testing.fake.Messages.ANA;
import static dev.grapnel.testing.fake.Messages.BOB;
import static dev.grapnel.testing.fake.Messages.TENANT;
import static dev.grapnel.testing.fake.Messages.chat;
import static dev.grapnel.testing.fake.Messages.creation;
import static dev.grapnel.testing.fake.Messages.get;
import static dev.grapnel.testing.user.UserServiceGrpc.getChatMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getCreateUserMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getGetUserMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getListUsersMethod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.fake.Messages.Received;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Wire.class)
class FakeServiceRefusalTest {

  private final FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
  private final Wire.Connection connection;

  FakeServiceRefusalTest(Wire wire) {
    connection = wire.start(users);
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void tellsTheCallerThatAMethodHasNoScript() {
    assertThat(failure(7).getStatus().getDescription())
        .isEqualTo("The fake has no script for user.UserService/GetUser; scripted methods: none");

    users.when(getListUsersMethod()).thenReply();
    users.when(getChatMethod()).thenReply();

    Status status = failure(7).getStatus();
    assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(status.getDescription())
        .isEqualTo(
            "The fake has no script for user.UserService/GetUser; scripted methods: ListUsers,"
                + " Chat");
  }

  @Test
  void tellsTheCallerHowFarItIsFromTheNearestScript() {
    users.when(getCreateUserMethod()).request(creation("Ana")).thenReply(ANA);
    users
        .when(getCreateUserMethod())
        .request(CreateUserRequest.newBuilder().setName("Bob").setEmail("b@b").build())
        .thenReply(BOB);

    Status status =
        catchThrowableOfType(
                StatusRuntimeException.class, () -> blocking().createUser(creation("Bob")))
            .getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(status.getDescription())
        .isEqualTo(
            """
            No script of user.UserService/CreateUser answers this call; beside the nearest of 2:
              name: "Bob"
            - email: "b@b\""""
                .replace('\n', ' ')); // as servers of the kit send line breaks
  }

  @Test
  void cutsADescriptionThatWouldNotFitIntoTrailers() {
    users.when(getCreateUserMethod()).request(creation("Ana")).thenReply(ANA);

    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> blocking().createUser(creation("жук\n".repeat(20_000))));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failure.getStatus().getDescription()).contains("- name: \"Ana\"");
  }

  @Test
  void refusesABidiCallAtOnceIfNoScriptCanAnswerIt() {
    users.when(getChatMethod()).metadata(TENANT, "acme").thenReplyEach(m -> m);

    Received<ChatMessage> answers = new Received<>();
    async().chat(answers);

    assertThat(answers.status().getDescription())
        .isEqualTo(
            """
            No script of user.UserService/Chat answers this call; beside the nearest of 1:
              (none)
            - metadata tenant: acme
            + metadata tenant: <absent>"""
                .replace('\n', ' '));
  }

  @Test
  void failsCallsWhoseScriptThrowsAndReportsIt() {
    users
        .when(getGetUserMethod())
        .request(
            "fails",
            r -> {
              throw new IllegalStateException("predicate");
            })
        .thenReply(ANA);
    users
        .when(getChatMethod())
        .thenReplyEach(
            m -> {
              throw new AssertionError("function\nof two lines");
            })
        .thenReplyEach(
            m -> {
              throw RpcException.of(Status.Code.NOT_FOUND, "chosen");
            });

    assertThat(failure(7).getStatus().getDescription())
        .isEqualTo(
            "A script of user.UserService/GetUser failed: java.lang.IllegalStateException:"
                + " predicate");
    assertThat(chatOnce("a").status().getCode()).isEqualTo(Status.Code.UNKNOWN);
    assertThat(chatOnce("a").status().getDescription()).isEqualTo("chosen");
    assertThatThrownBy(users::verify)
        .hasMessage(
            """
            user.UserService/GetUser: the script of 1 call failed
                #1 java.lang.IllegalStateException: predicate
            user.UserService/Chat: the script of 1 call failed
                #1 java.lang.AssertionError: function
                  of two lines""");
  }

  private Received<ChatMessage> chatOnce(String text) {
    Received<ChatMessage> answers = new Received<>();
    StreamObserver<ChatMessage> requests = async().chat(answers);
    requests.onNext(chat(text));
    requests.onCompleted();
    return answers;
  }

  private StatusRuntimeException failure(int id) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> blocking().getUser(get(id)));
  }

  private UserServiceBlockingStub blocking() {
    return UserServiceGrpc.newBlockingStub(connection.channel());
  }

  private UserServiceStub async() {
    return UserServiceGrpc.newStub(connection.channel());
  }
}
