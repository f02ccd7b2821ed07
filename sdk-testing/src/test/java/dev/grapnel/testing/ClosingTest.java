package dev.grapnel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.testing.call.OpenCallError;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.fake.FakeService;
import dev.grapnel.testing.fake.Reply;
import dev.grapnel.testing.fake.UnmetExpectationError;
import dev.grapnel.testing.time.VirtualClock;
import dev.grapnel.testing.user.GetUserRequest;
import dev.grapnel.testing.user.ListUsersRequest;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.Metadata;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told when a client closes, and what a test sees of its calls. */
class ClosingTest {

  private final FakeService fake = FakeService.of(UserServiceGrpc.getServiceDescriptor());

  private GRPCTestClient client(Transport transport) {
    return GRPCTestClient.builder().addService(fake).transport(transport).build().start();
  }

  @ParameterizedTest
  @EnumSource
  void verifiesFakes(Transport transport) {
    fake.expect(UserServiceGrpc.getListUsersMethod()).thenReply();

    assertThatThrownBy(client(transport)::close)
        .isInstanceOf(UnmetExpectationError.class)
        .hasMessageContaining("user.UserService/ListUsers");
  }

  @ParameterizedTest
  @EnumSource
  void tellsEverythingThatIsWrong(Transport transport) {
    fake.when(UserServiceGrpc.getListUsersMethod()).thenNever();
    fake.expect(UserServiceGrpc.getDeleteUserMethod()).never();
    fake.expect(UserServiceGrpc.getGetUserMethod()).thenReply(User.getDefaultInstance());
    GRPCTestClient client = client(transport);
    StreamRecorder<User> listed = StreamRecorder.create();
    client.stub(UserServiceGrpc::newStub).listUsers(ListUsersRequest.getDefaultInstance(), listed);

    assertThatThrownBy(client::close)
        .isInstanceOf(OpenCallError.class)
        .hasMessageContaining("user.UserService/ListUsers (server streaming)")
        .satisfies(
            error ->
                assertThat(error.getSuppressed())
                    .singleElement()
                    .isInstanceOf(UnmetExpectationError.class));
  }

  @ParameterizedTest
  @EnumSource
  void letsCancelledCallsGo(Transport transport) throws InterruptedException {
    fake.when(UserServiceGrpc.getListUsersMethod()).thenNever();
    GRPCTestClient client = client(transport);
    StreamRecorder<User> listed = StreamRecorder.create();
    client.stub(UserServiceGrpc::newStub).listUsers(ListUsersRequest.getDefaultInstance(), listed);
    assertThat(fake.awaitReceived(UserServiceGrpc.getListUsersMethod(), 1)).hasSize(1);
    listed.cancel();

    client.close();

    assertThat(listed.method()).contains("user.UserService/ListUsers");
  }

  @ParameterizedTest
  @EnumSource
  void showsHeadersAndMessagesThatAreLookedFor(Transport transport) {
    Metadata.Key<String> key = Metadata.Key.of("x-page", Metadata.ASCII_STRING_MARSHALLER);
    Metadata headers = new Metadata();
    headers.put(key, "1");
    User ben = User.newBuilder().setName("Ben").build();
    fake.when(UserServiceGrpc.getListUsersMethod())
        .then(Reply.of(User.getDefaultInstance(), ben).headers(headers));
    try (GRPCTestClient client = client(transport)) {
      StreamRecorder<User> listed = StreamRecorder.create();
      client
          .stub(UserServiceGrpc::newStub)
          .listUsers(ListUsersRequest.getDefaultInstance(), listed);

      assertThat(listed.awaitMessage(user -> user.getName().equals("Ben"))).isEqualTo(ben);
      assertThat(client.calls().all().get(0).headers().orElseThrow().get(key)).isEqualTo("1");
      assertThatThrownBy(() -> listed.awaitMessage(user -> user.getName().equals("Cy")))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("did not bring the message before its end");
    }
  }

  @ParameterizedTest
  @EnumSource
  void showsWhatAHandlerThrew(Transport transport) {
    IllegalStateException bug = new IllegalStateException("a bug");
    UserService broken =
        new UserService() {
          @Override
          public void listUsers(ListUsersRequest request, StreamObserver<User> responses) {
            throw bug;
          }

          @Override
          public void getUser(GetUserRequest request, StreamObserver<User> responses) {
            responses.onError(bug);
          }
        };
    try (GRPCTestClient client =
        GRPCTestClient.builder().addService(broken).transport(transport).build().start()) {
      var users = client.stub(UserServiceGrpc::newBlockingStub);

      assertThatThrownBy(() -> users.listUsers(ListUsersRequest.getDefaultInstance()).hasNext())
          .hasMessageStartingWith("INTERNAL: internal error, request id")
          .hasCause(bug);
      assertThatThrownBy(() -> users.getUser(GetUserRequest.getDefaultInstance())).hasCause(bug);
    }
  }

  @Test
  void isInProcessWithAClock() {
    try (GRPCTestClient client =
        GRPCTestClient.builder().addService(fake).clock(VirtualClock.create()).build().start()) {
      assertThatThrownBy(client::port).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void listensWhereItIsTold() {
    fake.when(UserServiceGrpc.getListUsersMethod()).thenReply();
    try (GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(fake)
            .transport(Transport.LOOPBACK)
            .host("0.0.0.0")
            .build()
            .start()) {
      assertThat(client.server().orElseThrow().getListenSockets())
          .allSatisfy(
              socket ->
                  assertThat(((InetSocketAddress) socket).getAddress().isAnyLocalAddress())
                      .isTrue());
      assertThat(
              client
                  .stub(UserServiceGrpc::newBlockingStub)
                  .listUsers(ListUsersRequest.getDefaultInstance())
                  .hasNext())
          .isFalse();
    }
  }

  @Test
  void knowsWhereOthersFindIt() {
    try (GRPCTestClient client = client(Transport.LOOPBACK)) {
      assertThat(client.target()).endsWith(":" + client.port());
    }
    try (GRPCTestClient client = client(Transport.IN_PROCESS)) {
      assertThatThrownBy(client::target)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("transport(Transport.LOOPBACK)");
    }
  }
}
