package dev.grapnel.testing.fake;

import static dev.grapnel.testing.fake.Messages.ANA;
import static dev.grapnel.testing.fake.Messages.TENANT;
import static dev.grapnel.testing.fake.Messages.chat;
import static dev.grapnel.testing.fake.Messages.creation;
import static dev.grapnel.testing.fake.Messages.delete;
import static dev.grapnel.testing.fake.Messages.metadata;
import static dev.grapnel.testing.user.UserServiceGrpc.getChatMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getCreateUserMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getCreateUsersBatchMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getDeleteUserMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getGetUserMethod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.testing.fake.Messages.Received;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.DeleteUserRequest;
import dev.grapnel.testing.user.Empty;
import dev.grapnel.testing.user.UserCount;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeServiceVerifyTest {

  private static final Empty EMPTY = Empty.getDefaultInstance();

  private final FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
  private final Wire.Connection connection = Wire.IN_PROCESS.start(users);

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void passesWhenEveryExpectationIsMet() {
    users.expect(getDeleteUserMethod()).request(delete(7)).thenReply(EMPTY);
    users.expect(getDeleteUserMethod()).times(2).request(delete(8)).thenReply(EMPTY);
    users.expect(getDeleteUserMethod()).request(delete(9)).thenReply(EMPTY).atLeast(1);
    users.expect(getDeleteUserMethod()).request(delete(10)).never();
    users.when(getGetUserMethod()).thenReply(ANA);

    for (int id : new int[] {7, 8, 8, 9, 9, 9}) {
      call(delete(id));
    }

    users.verify();
  }

  @Test
  void showsTheCallBesideTheExpectedRequest() {
    users.expect(getDeleteUserMethod()).request(delete(7)).thenReply(EMPTY);
    call(delete(8));

    assertUnmet(
        """
        user.UserService/DeleteUser: 1 expectation was not met
          expected: 1 call with request
              id: 7
           but was: 1 call, not like it
            #1 request
            - id: 7
            + id: 8
        user.UserService/DeleteUser: no script answered 1 call
            #1 see above""");
  }

  @Test
  void showsTheNearestCallsFirst() {
    users
        .expect(getCreateUserMethod())
        .request(CreateUserRequest.newBuilder().setName("Ana").setEmail("a@b").build())
        .thenReply(ANA);
    users
        .when(getCreateUserMethod())
        .request("not Ana", r -> !r.getName().equals("Ana"))
        .thenReply(ANA);
    for (String name : new String[] {"", "Ane", "Ana", "x", "y"}) {
      createUser(creation(name));
    }

    assertUnmet(
        """
        user.UserService/CreateUser: 1 expectation was not met
          expected: 1 call with request
              name: "Ana"
              email: "a@b"
           but was: 5 calls, none of them like it
            #3 request
              name: "Ana"
            - email: "a@b"
            #1 request
            - name: "Ana"
            - email: "a@b"
            #2 request
            - name: "Ana"
            - email: "a@b"
            + name: "Ane"
            and 2 more
        user.UserService/CreateUser: no script answered 1 call
            #3 see above""");
  }

  @Test
  void tellsThatNoCallCame() {
    users.expect(getDeleteUserMethod()).thenReply(EMPTY);
    users.expect(getDeleteUserMethod()).atLeast(2).request("even", r -> true).thenReply(EMPTY);

    assertUnmet(
        """
        user.UserService/DeleteUser: 2 expectations were not met
          expected: 1 call
           but was: no call
          expected: at least 2 calls with request: even
           but was: no call""");
  }

  @Test
  void tellsThatTooFewOrTooManyCallsCame() {
    users.expect(getDeleteUserMethod()).times(2).request(delete(7)).thenReply(EMPTY);
    users.expect(getDeleteUserMethod()).request(delete(8)).thenReply(EMPTY);
    call(delete(7));
    call(delete(8));
    call(delete(8));

    assertUnmet(
        """
        user.UserService/DeleteUser: 2 expectations were not met
          expected: 2 calls with request
              id: 7
           but was: 1 call like it and 2 others
            #2 request
            - id: 7
            + id: 8
            #3 request
            - id: 7
            + id: 8
          expected: 1 call with request
              id: 8
           but was: 2 calls""");
  }

  @Test
  void tellsThatACallCameThatMustNot() {
    users.when(getDeleteUserMethod()).thenReply(EMPTY);
    users.expect(getDeleteUserMethod()).request(delete(0)).never();
    call(delete(1));
    call(delete(0));

    assertUnmet(
        """
        user.UserService/DeleteUser: 1 expectation was not met
          expected: no call with request
              (empty)
           but was: 1 call
            #2 request, answered by another script""");
  }

  @Test
  void tellsThatAnotherScriptAnswered() {
    users.expect(getDeleteUserMethod()).thenReply(EMPTY);
    users.when(getDeleteUserMethod()).thenReply(EMPTY);
    call(delete(1));

    assertUnmet(
        """
        user.UserService/DeleteUser: 1 expectation was not met
          expected: 1 call
           but was: 1 call, not answered by it
            #1 request, answered by another script
              id: 1""");
  }

  @Test
  void showsMetadataAndNeverCredentials() {
    Metadata.Key<String> authorization =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    Metadata.Key<byte[]> trace = Metadata.Key.of("trace-bin", Metadata.BINARY_BYTE_MARSHALLER);
    users
        .expect(getDeleteUserMethod())
        .request("an even id", r -> r.getId() % 2 == 0)
        .metadata(TENANT, "acme")
        .metadata(authorization, "Bearer secret-1")
        .metadata(trace, new byte[] {1, 2, 3})
        .metadata("has a stamp", m -> m.containsKey(TENANT))
        .thenReply(EMPTY);
    call(delete(1));
    call(delete(2), "tenant", "other", "authorization", "Bearer secret-2");

    String text =
        """
        user.UserService/DeleteUser: 1 expectation was not met
          expected: 1 call with request: an even id
            and metadata tenant: acme
            and metadata authorization: <not shown>
            and metadata trace-bin: AQID
            and metadata: has a stamp
           but was: 2 calls, none of them like it
            #2 request
              id: 2
            - metadata tenant: acme
            + metadata tenant: other
            - metadata authorization: <not shown>
            + metadata authorization: <not shown, another value>
            - metadata trace-bin: AQID
            + metadata trace-bin: <absent>
            #1 request
              id: 1
            - request: an even id
            - metadata tenant: acme
            + metadata tenant: <absent>
            - metadata authorization: <not shown>
            + metadata authorization: <absent>
            - metadata trace-bin: AQID
            + metadata trace-bin: <absent>
            - metadata: has a stamp
        user.UserService/DeleteUser: no script answered 2 calls
            #1 see above
            #2 see above""";
    assertUnmet(text);
    assertThat(text).doesNotContain("secret");
  }

  @Test
  void showsStreamsMessageByMessage() {
    users
        .expect(getCreateUsersBatchMethod())
        .request(creation("a"), creation("b"))
        .thenReply(UserCount.getDefaultInstance());
    Received<UserCount> refused = new Received<>();
    StreamObserver<CreateUserRequest> requests =
        UserServiceGrpc.newStub(connection.channel()).createUsersBatch(refused);
    requests.onNext(creation("a"));
    requests.onCompleted();
    assertThat(refused.status().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);

    assertUnmet(
        """
        user.UserService/CreateUsersBatch: 1 expectation was not met
          expected: 1 call with requests
              message 1
                name: "a"
              message 2
                name: "b"
           but was: 1 call, not like it
            #1 requests
              message 1
                name: "a"
            - message 2
            -   name: "b"
        user.UserService/CreateUsersBatch: no script answered 1 call
            #1 see above""");
  }

  @Test
  void reportsCallsOfMethodsWithoutScript() {
    call(delete(1));
    call(delete(2));

    assertUnmet(
        """
        user.UserService/DeleteUser: no script answered 2 calls
            #1 request
              id: 1
            #2 request
              id: 2""");
  }

  @Test
  void reportsScriptsThatHaveNoAnswer() {
    users.expect(getDeleteUserMethod());
    call(delete(1));

    assertUnmet(
        """
        user.UserService/DeleteUser: 1 expectation was not met
          expected: 1 call
           but was: never asked, it has no answer: add thenReply, thenFail or another then
        user.UserService/DeleteUser: no script answered 1 call
            #1 request
              id: 1""");
  }

  @Test
  void refusesMethodsOfOtherServices() {
    var other =
        getDeleteUserMethod().toBuilder().setFullMethodName("order.OrderService/Delete").build();

    assertThatThrownBy(() -> users.when(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "order.OrderService/Delete is not a method of user.UserService; there are: GetUser,"
                + " CreateUser, UpdateUser, DeleteUser, ListUsers, CreateUsersBatch, Chat");
    assertThatThrownBy(() -> users.expect(other)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> users.received(other)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesScriptsThatCannotWork() {
    assertThatThrownBy(() -> users.when(getChatMethod()).request(chat("a")).thenReplyEach(m -> m))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "A script of user.UserService/Chat that answers while requests come is chosen when the"
                + " call starts, by its metadata alone: leave out request(..)");
    assertThatThrownBy(() -> users.when(getDeleteUserMethod()).thenReply())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A call of user.UserService/DeleteUser has exactly 1 response, but 0 were given; answer"
                + " further calls with further then..");
    assertThatThrownBy(() -> users.when(getDeleteUserMethod()).thenReply(EMPTY, EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> users.when(getDeleteUserMethod()).request(delete(1), delete(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A call of user.UserService/DeleteUser has exactly 1 request, but 2 were given");
    assertThatThrownBy(
            () -> users.when(getDeleteUserMethod()).request(delete(1)).request(delete(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The script has exact requests already: begin another one");
    assertThatThrownBy(() -> users.when(getDeleteUserMethod()).thenReply(EMPTY).request(delete(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Conditions come before the first answer: the script may be answering calls already");
    assertThatThrownBy(
            () ->
                users
                    .when(getCreateUsersBatchMethod())
                    .thenReplyEach(r -> UserCount.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "user.UserService/CreateUsersBatch is a client stream, it has one response for many"
                + " requests: use thenHandle");
    assertThatThrownBy(() -> users.when(getDeleteUserMethod()).times(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected calls are 0: expected 1 or more, or never()");
    assertThatThrownBy(() -> users.when(getDeleteUserMethod()).thenFail(Status.OK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("OK is no failure: expected any other status code");
  }

  private void assertUnmet(String text) {
    assertThatThrownBy(users::verify).isInstanceOf(UnmetExpectationError.class).hasMessage(text);
  }

  private void call(DeleteUserRequest request, String... metadata) {
    ended(
        () ->
            UserServiceGrpc.newBlockingStub(connection.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata(metadata)))
                .deleteUser(request));
  }

  private void createUser(CreateUserRequest request) {
    ended(() -> UserServiceGrpc.newBlockingStub(connection.channel()).createUser(request));
  }

  private static void ended(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException refused) {
      // That is what verify() tells.
    }
  }
}
