package dev.grapnel.testing.fault;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserCount;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceImplBase;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers all four kinds, and remembers what it was told. */
final class Users extends UserServiceImplBase {

  static final Context.Key<String> TENANT = Context.key("tenant");

  /** Id of a user whose look-up throws. */
  static final int BROKEN = 13;

  final AtomicInteger handled = new AtomicInteger();
  final AtomicInteger received = new AtomicInteger();
  final Semaphore cancels = new Semaphore(0);
  final List<String> tenants = new CopyOnWriteArrayList<>();

  @Override
  public void getUser(GetUserRequest request, StreamObserver<User> response) {
    handled.incrementAndGet();
    tenants.add(String.valueOf(TENANT.get()));
    if (request.getId() == BROKEN) {
      throw new IllegalArgumentException("broken on purpose");
    }
    watch(response);
    response.onNext(user(request.getId()));
    response.onCompleted();
  }

  @Override
  public void listUsers(ListUsersRequest request, StreamObserver<User> response) {
    handled.incrementAndGet();
    tenants.add(String.valueOf(TENANT.get()));
    watch(response);
    for (int id = 1; id <= request.getLimit(); id++) {
      response.onNext(user(id));
    }
    response.onCompleted();
  }

  @Override
  public StreamObserver<CreateUserRequest> createUsersBatch(StreamObserver<UserCount> response) {
    handled.incrementAndGet();
    watch(response);
    return new StreamObserver<>() {
      private int count;

      @Override
      public void onNext(CreateUserRequest request) {
        count++;
        received.incrementAndGet();
        tenants.add(String.valueOf(TENANT.get()));
      }

      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {
        tenants.add(String.valueOf(TENANT.get()));
        response.onNext(UserCount.newBuilder().setCount(count).build());
        response.onCompleted();
      }
    };
  }

  @Override
  public StreamObserver<ChatMessage> chat(StreamObserver<ChatMessage> response) {
    handled.incrementAndGet();
    watch(response);
    return new StreamObserver<>() {
      @Override
      public void onNext(ChatMessage message) {
        received.incrementAndGet();
        tenants.add(String.valueOf(TENANT.get()));
        response.onNext(message);
      }

      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {
        response.onCompleted();
      }
    };
  }

  void awaitCancel() throws InterruptedException {
    if (!cancels.tryAcquire(15, SECONDS)) {
      throw new AssertionError("handler was not told of a cancel");
    }
  }

  private void watch(StreamObserver<?> response) {
    ((ServerCallStreamObserver<?>) response).setOnCancelHandler(cancels::release);
  }

  private static User user(int id) {
    return User.newBuilder().setId(id).setName("user " + id).build();
  }
}
