package dev.grapnel.testing;

import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.stub.StreamObserver;

/** The requests of the tests here, and services that misbehave. */
final class UserCalls {

  static final GetUserRequest USER_123 = GetUserRequest.newBuilder().setId(123).build();

  private UserCalls() {}

  static CreateUserRequest named(String name) {
    return CreateUserRequest.newBuilder().setName(name).build();
  }

  static ChatMessage chat(String text) {
    return ChatMessage.newBuilder().setText(text).build();
  }

  /** Never answers: unary calls and server streams; a list begins with one user. */
  static class Silent extends UserServiceGrpc.UserServiceImplBase {

    @Override
    public void getUser(GetUserRequest request, StreamObserver<User> responses) {}

    @Override
    public void listUsers(ListUsersRequest request, StreamObserver<User> responses) {
      responses.onNext(User.getDefaultInstance());
    }

    @Override
    public StreamObserver<CreateUserRequest> createUsersBatch(
        StreamObserver<dev.grapnel.testing.user.UserCount> responses) {
      return new Requests<>(request -> {}, () -> {});
    }

    @Override
    public StreamObserver<ChatMessage> chat(StreamObserver<ChatMessage> responses) {
      return new Requests<>(responses::onNext, () -> {});
    }
  }
}
