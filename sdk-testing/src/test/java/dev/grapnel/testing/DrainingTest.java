package dev.grapnel.testing;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a user tests that a stream ends when its server is about to stop. */
class DrainingTest {

  private static final User LAST = User.newBuilder().setName("last").build();

  /** Its stream ends when the server drains. */
  private static final class Endless extends UserServiceGrpc.UserServiceImplBase {

    @Override
    public void listUsers(ListUsersRequest request, StreamObserver<User> responses) {
      responses.onNext(User.getDefaultInstance());
      CallContext.current()
          .onDrain(
              () -> {
                responses.onNext(LAST);
                responses.onCompleted();
              });
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tellsRunningStreams(Transport transport) {
    try (var client =
        GRPCTestClient.builder().transport(transport).addService(new Endless()).build().start()) {
      StreamRecorder<User> stream = StreamRecorder.create();
      client
          .stub(UserServiceGrpc::newStub)
          .listUsers(ListUsersRequest.getDefaultInstance(), stream);
      stream.awaitMessages(1);

      client.drain();

      assertThat(stream).completesNormally().hasReceived(User.getDefaultInstance(), LAST);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void isNotForTheServersOfOthers(Transport transport) {
    try (var own =
            GRPCTestClient.builder()
                .transport(transport)
                .addService(new Endless())
                .build()
                .start();
        var other = GRPCTestClient.over(own.channel()).start()) {
      assertThatThrownBy(other::drain).hasMessageContaining("close that one instead");
    }
  }
}
