package dev.grapnel.testing.fault;

import com.google.protobuf.Message;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.util.List;

/** The four call kinds, each with a call of it. */
@SuppressWarnings(
    "ImmutableEnumChecker") // Descriptors and messages are immutable in all but their types.
enum Kind {
  UNARY(UserServiceGrpc.getGetUserMethod(), 1, GetUserRequest.newBuilder().setId(1).build()),
  SERVER_STREAMING(
      UserServiceGrpc.getListUsersMethod(), 5, ListUsersRequest.newBuilder().setLimit(5).build()),
  CLIENT_STREAMING(
      UserServiceGrpc.getCreateUsersBatchMethod(),
      1,
      CreateUserRequest.newBuilder().setName("a").build(),
      CreateUserRequest.newBuilder().setName("b").build(),
      CreateUserRequest.newBuilder().setName("c").build()),
  BIDI_STREAMING(
      UserServiceGrpc.getChatMethod(),
      4,
      ChatMessage.newBuilder().setText("1").build(),
      ChatMessage.newBuilder().setText("2").build(),
      ChatMessage.newBuilder().setText("3").build(),
      ChatMessage.newBuilder().setText("4").build());

  final MethodDescriptor<?, ?> method;
  final int answers;
  private final List<Message> requests;

  Kind(MethodDescriptor<?, ?> method, int answers, Message... requests) {
    this.method = method;
    this.answers = answers;
    this.requests = List.of(requests);
  }

  /** Starts a call, sends all and asks for all. */
  Recorded call(Channel channel) {
    return call(channel, CallOptions.DEFAULT);
  }

  @SuppressWarnings("unchecked") // Requests and method are named together above.
  Recorded call(Channel channel, CallOptions options) {
    return Recorded.start(
        channel, (MethodDescriptor<Message, Message>) method, options, requests, 100);
  }
}
