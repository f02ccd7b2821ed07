package dev.grapnel.testing.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.grapnel.testing.FakeChannel;
import dev.grapnel.testing.fake.FakeService;
import dev.grapnel.testing.fake.Reply;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceImplBase;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FakesTest {

  private static final User ANA = User.newBuilder().setId(7).setName("Ana").build();
  private static final User BEN = User.newBuilder().setId(8).setName("Ben").build();
  private static final GetUserRequest SEVEN = GetUserRequest.newBuilder().setId(7).build();

  // region: fake-service
  @Test
  void asksOnceMoreIfTheServerIsAway() {
    FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
    users
        .expect(UserServiceGrpc.getGetUserMethod())
        .times(2)
        .request(GetUserRequest.newBuilder().setId(7).build())
        .thenFail(Status.UNAVAILABLE)
        .thenReply(ANA);

    try (var channel = FakeChannel.of(users)) {
      assertThat(new UserDirectory(channel).nameOf(7)).isEqualTo("Ana");
    }
  }

  // endregion

  @Test
  void scriptsStreams() {
    FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
    // region: fake-streams
    users
        .when(UserServiceGrpc.getListUsersMethod())
        .then(Reply.of(ANA, BEN).delayed(Duration.ofMillis(1)).failing(Status.DATA_LOSS));
    users
        .when(UserServiceGrpc.getChatMethod())
        .thenReplyEach(message -> message.toBuilder().setText("re: " + message.getText()).build());
    users
        .when(UserServiceGrpc.getGetUserMethod())
        .request("an even id", request -> request.getId() % 2 == 0)
        .thenReply(BEN);
    // endregion
    try (var channel = FakeChannel.of(users)) {
      var stub = channel.stub(UserServiceGrpc::newBlockingStub);
      var listed = stub.listUsers(ListUsersRequest.getDefaultInstance());
      assertThat(listed.next()).isEqualTo(ANA);
      assertThat(listed.next()).isEqualTo(BEN);
      assertThatThrownBy(listed::next).hasMessageContaining("DATA_LOSS");
      assertThat(stub.getUser(GetUserRequest.newBuilder().setId(8).build())).isEqualTo(BEN);
    }
  }

  // region: mockito
  @Test
  void takesMocks() {
    UserServiceImplBase users = mock(UserServiceImplBase.class);
    doAnswer(
            call -> {
              StreamObserver<User> responses = call.getArgument(1);
              responses.onNext(ANA);
              responses.onCompleted();
              return null;
            })
        .when(users)
        .getUser(any(), any());

    try (var channel = FakeChannel.of(users)) {
      assertThat(new UserDirectory(channel).nameOf(7)).isEqualTo("Ana");
    }
  }

  // endregion

  @Test
  void failsWithADiff() {
    FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
    users.expect(UserServiceGrpc.getGetUserMethod()).request(SEVEN).thenReply(ANA);
    FakeChannel channel = FakeChannel.of(users);
    assertThatThrownBy(() -> new UserDirectory(channel).nameOf(8));
    assertThatThrownBy(channel::close).hasMessageContaining("+ id: 8");
  }
}
