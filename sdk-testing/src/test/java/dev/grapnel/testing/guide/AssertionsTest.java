package dev.grapnel.testing.guide;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;

import dev.grapnel.testing.TestCaller;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.junit.GrpcTest;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceStub;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

@GrpcTest(UserService.class)
class AssertionsTest {

  private static final User TEST_USER = User.newBuilder().setId(123).setName("Test User").build();

  private static GetUserRequest user(int id) {
    return GetUserRequest.newBuilder().setId(id).build();
  }

  private static ChatMessage message(String text) {
    return ChatMessage.newBuilder().setText(text).build();
  }

  // region: calls
  @Test
  void saysWhatItExpects(UserServiceBlockingStub users) {
    assertThatCall(() -> users.getUser(user(123))).returns(TEST_USER);
    assertThatCall(() -> users.getUser(user(7)))
        .failsWith(Status.Code.NOT_FOUND)
        .hasDescription("no user 7");
    assertThatCall(() -> users.listUsers(ListUsersRequest.getDefaultInstance())).returns(TEST_USER);
  }

  // endregion

  // region: recorder
  @Test
  void chats(UserServiceStub users) {
    StreamRecorder<ChatMessage> answers = StreamRecorder.create();

    var messages = users.chat(answers);
    messages.onNext(message("hello"));
    messages.onNext(message("bye"));
    messages.onCompleted();

    assertThat(answers).hasReceived(message("HELLO"), message("BYE")).completesNormally();
  }

  // endregion

  @Test
  void countsCalls(UserServiceBlockingStub users, TestCaller caller) {
    users.getUser(user(123));
    assertThat(caller.calls()).hasCalls(UserServiceGrpc.getGetUserMethod(), 1);
  }
}
