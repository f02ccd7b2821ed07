package dev.grapnel.testing.time;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** gRPC in process on virtual time: deadlines fire when time is advanced, and only then. */
@Timeout(60)
class VirtualDeadlineTest {

  private final VirtualClock clock = VirtualClock.create();
  private final CompletableFuture<Context> handling = new CompletableFuture<>();
  private final CompletableFuture<Context> cancelled = new CompletableFuture<>();
  private final CompletableFuture<Status> ended = new CompletableFuture<>();
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .deadlineTicker(clock.deadlineTicker())
            .scheduledExecutorService(clock.scheduler())
            .addService(new Silent())
            .build()
            .start();
    channel =
        InProcessChannelBuilder.forName(name).scheduledExecutorService(clock.scheduler()).build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void aDeadlineFiresOnBothSidesByAdvanceAlone() throws Exception {
    call(CallOptions.DEFAULT.withDeadline(clock.deadlineAfter(Duration.ofHours(5))));
    Context context = handling.get(20, SECONDS);
    assertThat(clock.pendingTasks()).isPositive();

    clock.advance(Duration.ofHours(5).minusNanos(1));
    assertThat(ended).isNotDone();
    assertThat(context.isCancelled()).isFalse();
    clock.advance(Duration.ofNanos(1));

    assertThat(ended.get(20, SECONDS).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(cancelled.get(20, SECONDS).isCancelled()).isTrue();
  }

  @Test
  void aDeadlineOfRealTimeFiresOnceItIsMoved() throws Exception {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(5, HOURS);
    call(options.withDeadline(clock.onVirtualTime(options.getDeadline())));
    handling.get(20, SECONDS);

    clock.advance(Duration.ofHours(5));

    assertThat(ended.get(20, SECONDS).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  private void call(CallOptions options) {
    ClientCalls.asyncUnaryCall(
        channel.newCall(UserServiceGrpc.getGetUserMethod(), options),
        GetUserRequest.getDefaultInstance(),
        new StreamObserver<User>() {
          @Override
          public void onNext(User user) {}

          @Override
          public void onError(Throwable failure) {
            ended.complete(((StatusRuntimeException) failure).getStatus());
          }

          @Override
          public void onCompleted() {
            ended.complete(Status.OK);
          }
        });
  }

  /** Answers nobody. */
  private final class Silent extends UserServiceGrpc.UserServiceImplBase {
    @Override
    public void getUser(GetUserRequest request, StreamObserver<User> responses) {
      Context.current().addListener(cancelled::complete, Runnable::run);
      handling.complete(Context.current());
    }
  }
}
