package dev.grapnel.testing.fake;

import static dev.grapnel.testing.fake.Messages.ANA;
import static dev.grapnel.testing.fake.Messages.chat;
import static dev.grapnel.testing.fake.Messages.get;
import static dev.grapnel.testing.fake.Messages.list;
import static dev.grapnel.testing.user.UserServiceGrpc.getChatMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getGetUserMethod;
import static dev.grapnel.testing.user.UserServiceGrpc.getListUsersMethod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceBlockingStub;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Wire.class)
class FakeServiceLoadTest {

  private static final int MANY = 1_000;

  private final FakeService users = FakeService.of(UserServiceGrpc.getServiceDescriptor());
  private final AtomicInteger sent = new AtomicInteger();
  private final Wire.Connection connection;

  FakeServiceLoadTest(Wire wire) {
    connection = wire.start(users, inServer());
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void sendsAStreamNoFasterThanItsClientReads() {
    User big = User.newBuilder().setName("x".repeat(10_000)).build();
    users.when(getListUsersMethod()).then(Reply.ofAll(Collections.nCopies(MANY, big)));

    ClientCall<ListUsersRequest, User> call =
        connection.channel().newCall(getListUsersMethod(), CallOptions.DEFAULT);
    SlowReader<User> reader = new SlowReader<>(call);
    call.sendMessage(list(MANY));
    call.halfClose();

    assertThat(reader.readOneByOne(sent)).isLessThan(MANY * 9 / 10);
    assertThat(reader.end()).isEqualTo(Status.OK);
  }

  @Test
  void answersMessagesNoFasterThanItsClientReads() {
    ChatMessage big = chat("x".repeat(10_000));
    users.when(getChatMethod()).thenReplyEach(m -> big);

    ClientCall<ChatMessage, ChatMessage> call =
        connection.channel().newCall(getChatMethod(), CallOptions.DEFAULT);
    SlowReader<ChatMessage> reader = new SlowReader<>(call);
    for (int i = 0; i < MANY; i++) {
      call.sendMessage(chat("m"));
    }
    call.halfClose();

    assertThat(reader.readOneByOne(sent)).isLessThan(MANY * 9 / 10);
    assertThat(reader.end()).isEqualTo(Status.OK);
  }

  @Test
  void keepsTheCallsOfConcurrentClients() throws InterruptedException {
    users.expect(getGetUserMethod()).times(200).thenReply(ANA);

    List<Thread> clients =
        IntStream.range(0, 8)
            .mapToObj(
                c ->
                    new Thread(
                        () ->
                            IntStream.range(0, 25)
                                .forEach(i -> blocking().getUser(get(c * 25 + i)))))
            .toList();
    clients.forEach(Thread::start);
    for (Thread client : clients) {
      client.join(20_000);
    }

    users.verify();
    assertThat(users.received(getGetUserMethod()))
        .hasSize(200)
        .extracting(call -> call.request().getId())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 200).boxed().toList());
  }

  private ServerInterceptor[] inServer() {
    return new ServerInterceptor[] {
      new ServerInterceptor() {
        @Override
        public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
          return countSent(call, headers, next);
        }
      }
    };
  }

  private <ReqT, RespT> ServerCall.Listener<ReqT> countSent(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendMessage(RespT message) {
            sent.incrementAndGet();
            super.sendMessage(message);
          }
        },
        headers);
  }

  private UserServiceBlockingStub blocking() {
    return UserServiceGrpc.newBlockingStub(connection.channel());
  }

  private static final class SlowReader<T> extends ClientCall.Listener<T> {

    private final ClientCall<?, T> call;
    private final AtomicInteger count = new AtomicInteger();
    private volatile Status status;

    SlowReader(ClientCall<?, T> call) {
      this.call = call;
      call.start(this, new Metadata());
    }

    /** Tells how far the server was ahead at most. */
    int readOneByOne(AtomicInteger sent) {
      int furthest = 0;
      for (int i = 1; i <= MANY; i++) {
        call.request(1);
        int expected = i;
        Messages.await("message " + i, () -> count.get() == expected);
        furthest = Math.max(furthest, sent.get() - i);
      }
      call.request(1);
      return furthest;
    }

    Status end() {
      Messages.await("the end", () -> status != null);
      return status;
    }

    @Override
    public void onMessage(T message) {
      count.incrementAndGet();
    }

    @Override
    public void onClose(Status end, Metadata trailers) {
      status = end;
    }
  }
}
