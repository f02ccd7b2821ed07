package dev.grapnel.testing.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.testing.FakeChannel;
import dev.grapnel.testing.UserService;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTrackerTest {

  private static final GetUserRequest USER_123 = GetUserRequest.newBuilder().setId(123).build();

  private final FakeChannel channel = FakeChannel.of(new UserService());
  private final CallTracker tracker = CallTracker.create();
  private final Channel tracked = ClientInterceptors.intercept(channel, tracker);
  private final UserServiceBlockingStub users = UserServiceGrpc.newBlockingStub(tracked);

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void knowsHowACallEnded() {
    users.getUser(USER_123);
    assertThatThrownBy(() -> users.getUser(GetUserRequest.getDefaultInstance()));

    List<CallRecord> calls = tracker.log().to(UserServiceGrpc.getGetUserMethod());
    assertThat(calls).isEqualTo(tracker.log().all()).hasSize(2);
    assertThat(calls.get(0))
        .hasToString(
            "user.UserService/GetUser OK: sent 1 message and half-closed, received 1 message");
    assertThat(calls.get(1))
        .hasToString(
            "user.UserService/GetUser NOT_FOUND: sent 1 message and half-closed, received 0 messages");
    assertThat(calls.get(1).status().orElseThrow().getDescription()).isEqualTo("no user 0");
    assertThat(calls.get(1).trailers()).isPresent();
    assertThat(calls.get(0).startedAt().orElseThrow().getMethodName())
        .isEqualTo("knowsHowACallEnded");
    assertThat(tracker.log().open()).isEmpty();
    assertThat(tracker.log().to(UserServiceGrpc.getChatMethod())).isEmpty();
  }

  @Test
  void watchesWhatCodeStartsOnce() {
    List<CallRecord> started = new ArrayList<>();
    List<CallRecord> inner = new ArrayList<>();
    CallTracker.watch(
        () -> {
          users.getUser(USER_123);
          CallTracker.watch(() -> users.getUser(USER_123), inner);
        },
        started);
    users.getUser(USER_123);

    assertThat(started).as("through three trackers").hasSize(1);
    assertThat(inner).hasSize(1).doesNotContainAnyElementsOf(started);
    assertThat(tracker.log().all()).containsSubsequence(started).containsSubsequence(inner);
  }

  @Test
  void watchesCodeThatThrows() {
    List<CallRecord> started = new ArrayList<>();
    assertThatThrownBy(
            () ->
                CallTracker.watch(
                    () -> users.getUser(GetUserRequest.getDefaultInstance()), started))
        .hasMessage("NOT_FOUND: no user 0");

    assertThat(started).hasSize(1);
  }

  @Test
  void cancelsCallsThatItTells() {
    CallRecord open = chat();

    assertThatThrownBy(() -> tracker.log().assertNoneOpen(Duration.ZERO))
        .isInstanceOf(OpenCallError.class);

    assertThatCode(() -> tracker.log().assertNoneOpen(Duration.ofSeconds(10)))
        .doesNotThrowAnyException();
    assertThat(open.status().orElseThrow().getCode()).isEqualTo(Status.Code.CANCELLED);
    assertThat(open.status().orElseThrow().getDescription())
        .isEqualTo("left open at the end of the test");
  }

  @Test
  void doesNotWaitForEverWhenTheThreadIsInterrupted() {
    CallRecord open = chat();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> tracker.log().assertNoneOpen(Duration.ofDays(100_000_000)))
        .isInstanceOf(OpenCallError.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(open.toString()).startsWith("user.UserService/Chat ");
  }

  @Test
  void recordsCallsThatDoNotStart() {
    var call = tracked.newCall(UserServiceGrpc.getGetUserMethod(), io.grpc.CallOptions.DEFAULT);
    assertThat(tracker.log().all()).as("not started").isEmpty();
    call.cancel("never", null);
    assertThatThrownBy(() -> call.start(new io.grpc.ClientCall.Listener<>() {}, new Metadata()))
        .isInstanceOf(IllegalStateException.class);

    assertThat(tracker.log().open()).isEmpty();
    assertThat(tracker.log().all()).hasSize(1);
  }

  private CallRecord chat() {
    StreamObserver<?> requests =
        UserServiceGrpc.newStub(tracked)
            .chat(
                new StreamObserver<>() {
                  @Override
                  public void onNext(dev.grapnel.testing.user.ChatMessage message) {}

                  @Override
                  public void onError(Throwable failure) {}

                  @Override
                  public void onCompleted() {}
                });
    assertThat(requests).isNotNull();
    return tracker.log().open().get(0);
  }
}
