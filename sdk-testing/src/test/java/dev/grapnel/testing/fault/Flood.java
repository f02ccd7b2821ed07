package dev.grapnel.testing.fault;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.Message;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceImplBase;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A server with more to say than fits into any buffer; it heeds flow control. */
final class Flood {

  static final int MESSAGES = 200;
  private static final String LARGE = "x".repeat(30_000);

  private final CountDownLatch notReady = new CountDownLatch(1);

  record Serving(Server server) implements AutoCloseable {
    int port() {
      return server.getPort();
    }

    @Override
    public void close() {
      server.shutdownNow();
    }
  }

  Serving serve() throws IOException {
    UserServiceImplBase service =
        new UserServiceImplBase() {
          @Override
          public void listUsers(ListUsersRequest request, StreamObserver<User> response) {
            send((ServerCallStreamObserver<User>) response);
          }
        };
    return new Serving(
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(service)
            .build()
            .start());
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // All messages of protobuf are Messages.
  Recorded call(Channel channel) {
    return Recorded.start(
        channel,
        (MethodDescriptor<Message, Message>)
            (MethodDescriptor) UserServiceGrpc.getListUsersMethod(),
        CallOptions.DEFAULT,
        List.of(ListUsersRequest.getDefaultInstance()),
        MESSAGES + 1);
  }

  void awaitNotReady() throws InterruptedException {
    if (!notReady.await(15, SECONDS)) {
      throw new AssertionError("server stays ready");
    }
  }

  private void send(ServerCallStreamObserver<User> response) {
    response.setOnReadyHandler(
        new Runnable() {
          private int sent;

          @Override
          public void run() {
            while (response.isReady() && sent < MESSAGES) {
              sent++;
              response.onNext(User.newBuilder().setId(sent).setName(LARGE).build());
              if (sent == MESSAGES) {
                response.onCompleted();
              }
            }
            if (sent < MESSAGES && sent * LARGE.length() > 1_000_000) {
              notReady.countDown();
            }
          }
        });
  }
}
