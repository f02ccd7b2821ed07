package dev.grapnel.testing;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.DeleteUserRequest;
import dev.grapnel.testing.user.Empty;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.UpdateUserRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserCount;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Users in memory: the service that the tests of the kit, and its guide, test. */
public class UserService extends UserServiceGrpc.UserServiceImplBase {

  private final Map<Integer, User> users = new ConcurrentSkipListMap<>();
  private final AtomicInteger lastId = new AtomicInteger(123);

  /** Begins with one user, who has the id 123. */
  public UserService() {
    users.put(123, User.newBuilder().setId(123).setName("Test User").build());
  }

  @Override
  public void getUser(GetUserRequest request, StreamObserver<User> responses) {
    User user = users.get(request.getId());
    if (user == null) {
      throw RpcException.of(Status.Code.NOT_FOUND, "no user " + request.getId());
    }
    answer(user, responses);
  }

  @Override
  public void createUser(CreateUserRequest request, StreamObserver<User> responses) {
    answer(add(request), responses);
  }

  @Override
  public void updateUser(UpdateUserRequest request, StreamObserver<User> responses) {
    users.put(request.getUser().getId(), request.getUser());
    answer(request.getUser(), responses);
  }

  /** Only staff may. */
  @Override
  public void deleteUser(DeleteUserRequest request, StreamObserver<Empty> responses) {
    boolean staff =
        CallContext.current().principal().filter(principal -> principal.isStaff()).isPresent();
    if (!staff) {
      throw RpcException.of(Status.Code.PERMISSION_DENIED, "only staff delete users");
    }
    users.remove(request.getId());
    answer(Empty.getDefaultInstance(), responses);
  }

  @Override
  public void listUsers(ListUsersRequest request, StreamObserver<User> responses) {
    users.values().forEach(responses::onNext);
    responses.onCompleted();
  }

  @Override
  public StreamObserver<CreateUserRequest> createUsersBatch(StreamObserver<UserCount> responses) {
    AtomicInteger count = new AtomicInteger();
    return new Requests<>(
        request -> {
          add(request);
          count.incrementAndGet();
        },
        () -> answer(UserCount.newBuilder().setCount(count.get()).build(), responses));
  }

  /** Answers each message with the same in capital letters. */
  @Override
  public StreamObserver<ChatMessage> chat(StreamObserver<ChatMessage> responses) {
    return new Requests<>(
        message ->
            responses.onNext(
                message.toBuilder().setText(message.getText().toUpperCase(Locale.ROOT)).build()),
        responses::onCompleted);
  }

  private User add(CreateUserRequest request) {
    int id = lastId.incrementAndGet();
    User user =
        User.newBuilder().setId(id).setName(request.getName()).setEmail(request.getEmail()).build();
    users.put(id, user);
    return user;
  }

  private static <T> void answer(T response, StreamObserver<T> responses) {
    responses.onNext(response);
    responses.onCompleted();
  }
}
