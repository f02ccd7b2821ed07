package dev.grapnel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.testing.mymodel.MyModelControllerGrpc;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FakeChannelTest {

  private static final GetUserRequest USER_123 = GetUserRequest.newBuilder().setId(123).build();

  @Test
  void carriesAllFourCallKinds() throws Exception {
    try (var channel = FakeChannel.of(new UserService())) {
      var users = channel.stub(UserServiceGrpc::newBlockingStub);
      assertThat(users.getUser(USER_123).getName()).isEqualTo("Test User");
      List<User> listed = new ArrayList<>();
      users.listUsers(ListUsersRequest.getDefaultInstance()).forEachRemaining(listed::add);
      assertThat(listed).hasSize(1);

      var async = channel.stub(UserServiceGrpc::newStub);
      BlockingQueue<Object> counts = new LinkedBlockingQueue<>();
      var batch = async.createUsersBatch(new Requests<>(counts::add, () -> {}));
      batch.onNext(CreateUserRequest.getDefaultInstance());
      batch.onNext(CreateUserRequest.getDefaultInstance());
      batch.onCompleted();
      assertThat(counts.poll(10, TimeUnit.SECONDS)).hasToString("count: 2\n");

      BlockingQueue<String> texts = new LinkedBlockingQueue<>();
      var chat = async.chat(new Requests<>(m -> texts.add(m.getText()), () -> texts.add("end")));
      chat.onNext(ChatMessage.newBuilder().setText("hello").build());
      assertThat(texts.poll(10, TimeUnit.SECONDS)).isEqualTo("HELLO");
      chat.onCompleted();
      assertThat(texts.poll(10, TimeUnit.SECONDS)).isEqualTo("end");
    }
  }

  @Test
  void refusesStubsOfServicesThatAreNotThere() {
    try (var channel = FakeChannel.of(new UserService())) {
      assertThatThrownBy(() -> channel.stub(MyModelControllerGrpc::newBlockingStub))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "MyModelControllerBlockingStub calls mymodel.MyModelController, which is not here:"
                  + " there is user.UserService");
    }
  }

  @Test
  void refusesServicesThatAreThereTwice() {
    assertThatThrownBy(() -> FakeChannel.of(new UserService(), new UserService()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "this GRPCTestClient cannot be built:\n"
                + "  - the service user.UserService is registered twice: there is user.UserService");
  }

  @Test
  void refusesToBeEmpty() {
    assertThatThrownBy(FakeChannel::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no service: expected one or more by addService(...)");
  }

  @Test
  void isClosedOnce() {
    var channel = FakeChannel.of(new UserService());
    channel.close();
    channel.close();
    assertThatThrownBy(() -> channel.stub(UserServiceGrpc::newBlockingStub))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this GRPCTestClient is closed");
  }

  @Test
  void failsCallsOfMethodsThatTheServiceDoesNotHave() {
    try (var channel = FakeChannel.of(new UserServiceGrpc.UserServiceImplBase() {})) {
      var users = channel.stub(UserServiceGrpc::newBlockingStub);
      assertThatThrownBy(() -> users.getUser(USER_123))
          .isInstanceOf(StatusRuntimeException.class)
          .satisfies(
              failure ->
                  assertThat(Status.fromThrowable(failure).getCode())
                      .isEqualTo(Status.Code.UNIMPLEMENTED));
    }
  }
}
