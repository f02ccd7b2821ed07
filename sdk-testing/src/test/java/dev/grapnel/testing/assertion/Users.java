package dev.grapnel.testing.assertion;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.call.CallLog;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;

/** A user service, its server and a client of it, over either transport. */
final class Users implements AutoCloseable {

  enum Wire {
    IN_PROCESS,
    LOOPBACK
  }

  static final User ANA = user(1, "Ana");
  static final User BO = user(2, "Bo");
  static final User CY = user(3, "Cy");

  private final Service service = new Service();
  private final GRPCTestClient client;

  private Users(Wire wire) {
    client =
        GRPCTestClient.builder()
            .transport(Transport.valueOf(wire.name()))
            .addService(service)
            .build()
            .start();
  }

  static Users over(Wire wire) {
    return new Users(wire);
  }

  static User user(int id, String name) {
    return User.newBuilder().setId(id).setName(name).build();
  }

  static GetUserRequest id(int id) {
    return GetUserRequest.newBuilder().setId(id).build();
  }

  static ListUsersRequest first(int count) {
    return ListUsersRequest.newBuilder().setLimit(count).build();
  }

  static ChatMessage chat(String text) {
    return ChatMessage.newBuilder().setText(text).build();
  }

  /** Lets all further calls end with this, streams after their messages. */
  Users failing(StatusRuntimeException failure) {
    service.failure = failure;
    return this;
  }

  Users failing(Status.Code code, String description) {
    return failing(code.toStatus().withDescription(description).asRuntimeException());
  }

  UserServiceGrpc.UserServiceBlockingStub blocking() {
    return UserServiceGrpc.newBlockingStub(client.channel())
        .withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  UserServiceGrpc.UserServiceBlockingV2Stub blockingV2() {
    return UserServiceGrpc.newBlockingV2Stub(client.channel())
        .withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  UserServiceGrpc.UserServiceFutureStub future() {
    return UserServiceGrpc.newFutureStub(client.channel()).withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  UserServiceGrpc.UserServiceStub async() {
    return UserServiceGrpc.newStub(client.channel());
  }

  /** A client of its own, of which nobody knows what it calls; over loopback. */
  Untracked untracked() {
    return new Untracked(
        Grpc.newChannelBuilder(client.target(), InsecureChannelCredentials.create()).build());
  }

  record Untracked(ManagedChannel channel) implements AutoCloseable {

    UserServiceGrpc.UserServiceBlockingStub stub() {
      return UserServiceGrpc.newBlockingStub(channel);
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }

  CallLog calls() {
    return client.calls();
  }

  @Override
  public void close() {
    client.close();
  }

  private static final class Service extends UserServiceGrpc.UserServiceImplBase {

    private volatile StatusRuntimeException failure;

    @Override
    public void getUser(GetUserRequest request, StreamObserver<User> responses) {
      if (failure == null) {
        responses.onNext(user(request.getId(), "Ana"));
      }
      end(responses);
    }

    @Override
    public void listUsers(ListUsersRequest request, StreamObserver<User> responses) {
      String[] names = {"Ana", "Bo", "Cy"};
      for (int i = 0; i < request.getLimit(); i++) {
        responses.onNext(user(i + 1, i < names.length ? names[i] : "user " + (i + 1)));
      }
      end(responses);
    }

    /** Echoes, and ends when the client does. */
    @Override
    public StreamObserver<ChatMessage> chat(StreamObserver<ChatMessage> responses) {
      return new StreamObserver<>() {
        @Override
        public void onNext(ChatMessage message) {
          responses.onNext(message);
        }

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {
          end(responses);
        }
      };
    }

    private void end(StreamObserver<?> responses) {
      if (failure == null) {
        responses.onCompleted();
      } else {
        responses.onError(failure);
      }
    }
  }
}
