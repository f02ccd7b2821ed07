package dev.grapnel.testing.guide;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.testing.FakeChannel;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.fake.FakeService;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.DeleteUserRequest;
import dev.grapnel.testing.user.Empty;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** What a failing test says: the method, and what was expected beside what was. */
class FailureTextsTest {

  @Test
  void tellsACallThatWasLeftOpen() {
    FakeChannel channel = FakeChannel.of(new UserService());
    StreamRecorder<ChatMessage> answers = StreamRecorder.create();
    var chat = channel.stub(UserServiceGrpc::newStub).chat(answers);
    chat.onNext(ChatMessage.newBuilder().setText("hello").build());
    answers.awaitMessages(1);

    assertThat(catchThrowable(channel::close))
        .isInstanceOf(AssertionError.class)
        .message()
        .matches(
            """
            1 call was left open at the end of the test:
              user.UserService/Chat \\(bidi streaming\\), started at .*FailureTextsTest.java:\\d+\\)
                expected: closed by the server, read to its end, or cancelled
                 but was: open: sent 1 message, received 1 message""");
  }

  @Test
  void tellsAnExpectationThatWasNotMet() {
    FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
    users
        .expect(UserServiceGrpc.getDeleteUserMethod())
        .request(DeleteUserRequest.newBuilder().setId(7).build())
        .thenReply(Empty.getDefaultInstance());
    users.when(UserServiceGrpc.getDeleteUserMethod()).thenReply(Empty.getDefaultInstance());
    users
        .when(UserServiceGrpc.getDeleteUserMethod())
        .request(DeleteUserRequest.newBuilder().setId(8).build())
        .thenReply(Empty.getDefaultInstance());
    FakeChannel channel = FakeChannel.of(users);
    channel
        .stub(UserServiceGrpc::newBlockingStub)
        .deleteUser(DeleteUserRequest.newBuilder().setId(8).build());

    assertThat(catchThrowable(channel::close))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            user.UserService/DeleteUser: 1 expectation was not met
              expected: 1 call with request
                  id: 7
               but was: 1 call, not like it
                #1 request
                - id: 7
                + id: 8""");
  }

  @Test
  void tellsAWrongStatus() {
    try (FakeChannel channel = FakeChannel.of(new UserService())) {
      var users = channel.stub(UserServiceGrpc::newBlockingStub);
      GetUserRequest seven = GetUserRequest.newBuilder().setId(7).build();

      assertThat(
              catchThrowable(
                  () ->
                      assertThatCall(() -> users.getUser(seven))
                          .failsWith(Status.Code.PERMISSION_DENIED)))
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              """
              user.UserService/GetUser ended with the wrong status
                expected: PERMISSION_DENIED
                 but was: NOT_FOUND: no user 7""");
    }
  }
}
