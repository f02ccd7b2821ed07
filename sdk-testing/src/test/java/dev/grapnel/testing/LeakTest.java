package dev.grapnel.testing;

import static dev.grapnel.testing.UserCalls.USER_123;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.testing.call.OpenCallError;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left open makes close() fail, and is closed all the same. */
class LeakTest {

  private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
  private final StreamObserver<Object> answer =
      new Requests<>(answers::add, () -> answers.add("end"));

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tellsOpenServerStreams(Transport transport) {
    GRPCTestClient client = silent(transport);
    Iterator<User> users =
        client
            .stub(UserServiceGrpc::newBlockingStub)
            .listUsers(ListUsersRequest.getDefaultInstance());
    users.next();

    assertLeak(
        client,
        "ListUsers (server streaming)",
        "sent 1 message and half-closed, received 1 message");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tellsOpenClientStreams(Transport transport) {
    GRPCTestClient client = silent(transport);
    var batch = client.stub(UserServiceGrpc::newStub).createUsersBatch(answering());
    batch.onNext(UserCalls.named("a"));
    batch.onNext(UserCalls.named("b"));

    assertLeak(
        client, "CreateUsersBatch (client streaming)", "sent 2 messages, received 0 messages");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tellsOpenBidiStreams(Transport transport) throws Exception {
    GRPCTestClient client = silent(transport);
    var chat = client.stub(UserServiceGrpc::newStub).chat(answering());
    chat.onNext(UserCalls.chat("a"));
    assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo(UserCalls.chat("a"));

    assertLeak(client, "Chat (bidi streaming)", "sent 1 message, received 1 message");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tellsOpenUnaryCallsOfCallersWithInterceptors(Transport transport) {
    GRPCTestClient client = silent(transport);
    client.with(new PassingOn()).stub(UserServiceGrpc::newStub).getUser(USER_123, answering());

    assertLeak(client, "GetUser (unary)", "sent 1 message and half-closed, received 0 messages");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tellsEachOfSeveralCallsOnce(Transport transport) {
    GRPCTestClient client = silent(transport);
    var users = client.stub(UserServiceGrpc::newStub);
    users.getUser(USER_123, answering());
    users.getUser(USER_123, answering());

    assertThatThrownBy(client::close)
        .isInstanceOf(OpenCallError.class)
        .hasMessageStartingWith(
            "2 calls were left open at the end of the test:\n  user.UserService/");
    assertThatCode(client::close).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void letsEndedAndCancelledCallsBe(Transport transport) throws Exception {
    CountDownLatch listing = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    var service =
        new UserCalls.Silent() {
          @Override
          public void listUsers(ListUsersRequest request, StreamObserver<User> responses) {
            Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
            listing.countDown();
          }
        };
    try (var client =
        GRPCTestClient.builder().addService(service).transport(transport).build().start()) {
      client.stub(UserServiceGrpc::newFutureStub).getUser(USER_123).cancel(true);
      var chat =
          (ClientCallStreamObserver<?>) client.stub(UserServiceGrpc::newStub).chat(answering());
      chat.cancel("enough", null);
      try (var scope = Context.current().withCancellation()) {
        var users = client.stub(UserServiceGrpc::newStub);
        scope.run(() -> users.listUsers(ListUsersRequest.getDefaultInstance(), answering()));
        assertThat(listing.await(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(cancelled.await(10, TimeUnit.SECONDS)).as("the server knows").isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void waitsForCallsThatAreJustEnding(Transport transport) throws Exception {
    BlockingQueue<StreamObserver<User>> waiting = new LinkedBlockingQueue<>();
    var service =
        new UserCalls.Silent() {
          @Override
          public void listUsers(ListUsersRequest request, StreamObserver<User> responses) {
            waiting.add(responses);
          }
        };
    GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(service)
            .transport(transport)
            .leakGrace(Duration.ofSeconds(20))
            .build()
            .start();
    client
        .stub(UserServiceGrpc::newStub)
        .listUsers(ListUsersRequest.getDefaultInstance(), answering());
    StreamObserver<User> open = waiting.poll(10, TimeUnit.SECONDS);
    BlockingQueue<Throwable> failure = new LinkedBlockingQueue<>();
    Thread closing = new Thread(client::close);
    closing.setUncaughtExceptionHandler((thread, thrown) -> failure.add(thrown));
    closing.start();
    awaitState(closing, Thread.State.TIMED_WAITING);
    open.onCompleted();

    assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("end");
    closing.join(10_000);
    assertThat(closing.isAlive()).isFalse();
    assertThat(failure).isEmpty();
  }

  @Test
  void tellsChannelsOfSomebodyElse() throws Exception {
    GRPCTestClient client = silent(Transport.LOOPBACK);
    int port = client.port();
    Server server = client.server().orElseThrow();
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      connect(channel);

      assertThatThrownBy(client::close)
          .isInstanceOf(AssertionError.class)
          .hasMessageMatching(
              """
              1 channel was left open at the end of the test: connected from /127\\.0\\.0\\.1:\\d+
                  expected: every channel to the server of a GRPCTestClient is closed before it
                   but was: open""");
      assertThat(server.isTerminated()).isTrue();
      assertThat(catchThrowable(() -> new Socket(InetAddress.getLoopbackAddress(), port).close()))
          .as("nobody listens")
          .isInstanceOf(ConnectException.class);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void tellsOpenCallsAndOpenChannelsTogether() throws Exception {
    GRPCTestClient client = silent(Transport.LOOPBACK);
    client.stub(UserServiceGrpc::newStub).getUser(USER_123, answering());
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", client.port()).usePlaintext().build();
    try {
      connect(channel);

      Throwable failure = catchThrowable(client::close);

      assertThat(failure).isInstanceOf(OpenCallError.class);
      assertThat(failure.getSuppressed())
          .singleElement()
          .satisfies(also -> assertThat(also).hasMessageStartingWith("1 channel was left open"));
    } finally {
      channel.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void endsTheServerOfAnInterruptedTestToo(Transport transport) throws Exception {
    GRPCTestClient client = silent(transport);
    Server server = client.server().orElseThrow();
    client.stub(UserServiceGrpc::newStub).getUser(USER_123, answering());
    Thread.currentThread().interrupt();

    assertThatThrownBy(client::close).isInstanceOf(OpenCallError.class);

    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void endsItsThreads(Transport transport) throws Exception {
    BlockingQueue<Thread> handlers = new LinkedBlockingQueue<>();
    var service =
        new UserCalls.Silent() {
          @Override
          public void getUser(GetUserRequest request, StreamObserver<User> responses) {
            handlers.add(Thread.currentThread());
            responses.onNext(User.getDefaultInstance());
            responses.onCompleted();
          }
        };
    try (var client =
        GRPCTestClient.builder().addService(service).transport(transport).build().start()) {
      client.stub(UserServiceGrpc::newBlockingStub).getUser(USER_123);
    }

    Thread handler = handlers.poll(10, TimeUnit.SECONDS);
    handler.join(10_000);
    assertThat(handler.isAlive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void leavesItsOwnConnectionOutOfTheCount(Transport transport) {
    for (int i = 0; i < 20; i++) {
      try (var client =
          GRPCTestClient.builder()
              .addService(new UserService())
              .transport(transport)
              .leakGrace(Duration.ZERO)
              .build()
              .start()) {
        client.stub(UserServiceGrpc::newBlockingStub).getUser(USER_123);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void failsCallsOfStubsThatOutliveTheClient(Transport transport) {
    GRPCTestClient client = silent(transport);
    var users = client.stub(UserServiceGrpc::newBlockingStub);
    client.close();

    assertThatThrownBy(() -> users.getUser(USER_123))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("UNAVAILABLE: Channel shutdown invoked");
  }

  private static void assertLeak(GRPCTestClient client, String call, String state) {
    Server server = client.server().orElseThrow();
    assertThatThrownBy(client::close)
        .isInstanceOf(OpenCallError.class)
        .satisfies(
            error ->
                assertThat(error.getMessage().replaceAll("LeakTest.java:\\d+", "LeakTest.java:0"))
                    .containsPattern(
                        "^1 call was left open at the end of the test:\n"
                            + "  user.UserService/"
                            + Pattern.quote(call)
                            + ", started at dev.grapnel.testing.LeakTest.tells\\w+\\(LeakTest.java:0\\)\n"
                            + "    expected: closed by the server, read to its end, or cancelled\n"
                            + "     but was: open: "
                            + state
                            + "$"));
    assertThat(server.isTerminated()).isTrue();
    assertThatCode(client::close).doesNotThrowAnyException();
  }

  private static GRPCTestClient silent(Transport transport) {
    return GRPCTestClient.builder()
        .addService(new UserCalls.Silent())
        .transport(transport)
        .leakGrace(Duration.ofMillis(10))
        .build()
        .start();
  }

  private static void connect(Channel channel) throws Exception {
    Outcome.of(channel, UserServiceGrpc.getUpdateUserMethod());
  }

  private static void awaitState(Thread thread, Thread.State state) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (thread.getState() != state && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(thread.getState()).isEqualTo(state);
  }

  @SuppressWarnings("unchecked")
  private <T> StreamObserver<T> answering() {
    return (StreamObserver<T>) answer;
  }

  /** An interceptor of a test, whose frames are no line that started a call. */
  private static final class PassingOn implements ClientInterceptor {

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<RespT> listener, Metadata headers) {
          super.start(listener, headers);
        }
      };
    }
  }
}
