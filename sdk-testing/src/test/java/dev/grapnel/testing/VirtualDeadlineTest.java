package dev.grapnel.testing;

import static dev.grapnel.testing.UserCalls.USER_123;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.time.VirtualClock;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Deadlines on a virtual clock; on the calling thread, so that what has not happened will not. */
class VirtualDeadlineTest {

  private static final Executor HERE = Runnable::run;

  private final VirtualClock clock = VirtualClock.create();
  private final BlockingQueue<Status> ends = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> cancels = new LinkedBlockingQueue<>();

  @Test
  void passExactlyWhenTheClockIsAdvanced() throws Exception {
    try (var client = client(new Waiting())) {
      client
          .stub(UserServiceGrpc::newStub)
          .withDeadline(clock.deadlineAfter(Duration.ofSeconds(5)))
          .getUser(USER_123, new End());

      clock.advance(Duration.ofMillis(4999));
      assertThat(ends).isEmpty();
      assertThat(cancels).isEmpty();
      assertThat(client.calls().open()).hasSize(1);

      clock.advance(Duration.ofMillis(1));
      assertThat(end()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(cancels.poll(10, TimeUnit.SECONDS)).as("the server knows").isNotNull();
      assertThat(client.calls().open()).isEmpty();
    }
  }

  /** Other than above, the real time between the stub and its call may be missing. */
  @Test
  void ofRealTimeAreMovedToTheClock() throws Exception {
    try (var client = client(new Waiting())) {
      client
          .stub(UserServiceGrpc::newStub)
          .withDeadlineAfter(1, TimeUnit.HOURS)
          .getUser(USER_123, new End());

      clock.advance(Duration.ofMinutes(55));
      assertThat(ends).isEmpty();
      clock.advance(Duration.ofMinutes(5));
      assertThat(end()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void areInheritedByTheCallsOfHandlers() throws Exception {
    try (var users = client(new Waiting());
        var front = client(new Forwarding(users))) {
      front
          .stub(UserServiceGrpc::newStub)
          .withDeadline(clock.deadlineAfter(Duration.ofSeconds(5)))
          .getUser(USER_123, new End());
      assertThat(users.calls().open()).hasSize(1);

      clock.advance(Duration.ofMillis(4999));
      assertThat(users.calls().open()).hasSize(1);
      clock.advance(Duration.ofMillis(1));

      assertThat(end()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(users.calls().open()).isEmpty();
      assertThat(cancels.poll(10, TimeUnit.SECONDS)).as("the last server knows").isNotNull();
    }
  }

  @Test
  void leaveTheClockCleanWhenCallsEndInTime() {
    try (var client = client(new UserService())) {
      client
          .stub(UserServiceGrpc::newStub)
          .withDeadlineAfter(5, TimeUnit.SECONDS)
          .getUser(USER_123, new End());

      assertThat(ends).singleElement().isEqualTo(Status.OK);
      assertThat(clock.pendingTasks()).isZero();
    }
  }

  @Test
  void holdWithThreadsOfTheirOwnToo() throws Exception {
    try (var client =
        GRPCTestClient.builder()
            .addService(new Waiting())
            .transport(Transport.IN_PROCESS)
            .clock(clock)
            .build()
            .start()) {
      client
          .stub(UserServiceGrpc::newStub)
          .withDeadlineAfter(1, TimeUnit.DAYS)
          .getUser(USER_123, new End());
      clock.advance(Duration.ofDays(1));

      assertThat(end()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  private Status.Code end() throws InterruptedException {
    Status end = ends.poll(10, TimeUnit.SECONDS);
    return end == null ? null : end.getCode();
  }

  private GRPCTestClient client(io.grpc.BindableService service) {
    return GRPCTestClient.builder()
        .addService(service)
        .transport(Transport.IN_PROCESS)
        .executor(HERE)
        .clock(clock)
        .build()
        .start();
  }

  /** Never answers; tells when its call is cancelled. */
  private final class Waiting extends UserServiceGrpc.UserServiceImplBase {

    @Override
    public void getUser(GetUserRequest request, StreamObserver<User> responses) {
      Context.current().addListener(context -> cancels.add(context.cancellationCause()), HERE);
    }
  }

  /** Passes calls on, without a deadline of its own. */
  private static final class Forwarding extends UserServiceGrpc.UserServiceImplBase {

    private final GRPCTestClient next;

    Forwarding(GRPCTestClient next) {
      this.next = next;
    }

    @Override
    public void getUser(GetUserRequest request, StreamObserver<User> responses) {
      next.stub(UserServiceGrpc::newStub).getUser(request, responses);
    }
  }

  private final class End implements StreamObserver<User> {

    @Override
    public void onNext(User user) {}

    @Override
    public void onError(Throwable failure) {
      ends.add(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      ends.add(Status.OK);
    }
  }
}
