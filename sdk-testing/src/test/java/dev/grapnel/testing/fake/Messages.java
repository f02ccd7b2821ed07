package dev.grapnel.testing.fake;

import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.CreateUserRequest;
import dev.grapnel.testing.user.DeleteUserRequest;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Short words for the messages of the tests. */
public final class Messages {

  public static final Metadata.Key<String> TENANT =
      Metadata.Key.of("tenant", Metadata.ASCII_STRING_MARSHALLER);
  public static final User ANA = User.newBuilder().setId(7).setName("Ana").build();
  public static final User BOB = User.newBuilder().setId(8).setName("Bob").build();

  private Messages() {}

  public static GetUserRequest get(int id) {
    return GetUserRequest.newBuilder().setId(id).build();
  }

  public static DeleteUserRequest delete(int id) {
    return DeleteUserRequest.newBuilder().setId(id).build();
  }

  public static CreateUserRequest creation(String name) {
    return CreateUserRequest.newBuilder().setName(name).build();
  }

  public static ListUsersRequest list(int limit) {
    return ListUsersRequest.newBuilder().setLimit(limit).build();
  }

  public static ChatMessage chat(String text) {
    return ChatMessage.newBuilder().setText(text).build();
  }

  public static Metadata metadata(String... namesAndValues) {
    Metadata metadata = new Metadata();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      metadata.put(
          Metadata.Key.of(namesAndValues[i], Metadata.ASCII_STRING_MARSHALLER),
          namesAndValues[i + 1]);
    }
    return metadata;
  }

  /** Waits for something that happens on another thread. */
  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within 15 s: " + what);
      }
      Thread.onSpinWait();
    }
  }

  /** What a stream gave its client. */
  public static class Received<T> implements StreamObserver<T> {

    private final BlockingQueue<T> messages = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Status status = Status.OK;
    private volatile Metadata trailers = new Metadata();

    public T next() {
      try {
        T next = messages.poll(15, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("No message within 15 s; status " + status);
        }
        return next;
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }

    /** Null if the call ended instead. */
    public T nextOrEnd() {
      await("a message or the end", () -> !messages.isEmpty() || hasEnded());
      return messages.poll();
    }

    public boolean hasEnded() {
      return ended.getCount() == 0;
    }

    public boolean isEmpty() {
      return messages.isEmpty() && ended.getCount() == 1;
    }

    public List<T> all() {
      status();
      return new ArrayList<>(messages);
    }

    public Status status() {
      try {
        if (!ended.await(15, TimeUnit.SECONDS)) {
          throw new AssertionError("No status within 15 s");
        }
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
      return status;
    }

    public Metadata trailers() {
      status();
      return trailers;
    }

    @Override
    public void onNext(T message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
      Metadata sent = Status.trailersFromThrowable(failure);
      trailers = sent == null ? new Metadata() : sent;
      status = Status.fromThrowable(failure);
      ended.countDown();
    }

    @Override
    public void onCompleted() {
      ended.countDown();
    }
  }
}
