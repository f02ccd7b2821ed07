package dev.grapnel.testing;

import static dev.grapnel.testing.UserCalls.USER_123;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.User;
import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceImplBase;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services of Mockito: here a user would mock. */
class MockServiceTest {

  private static final User ANA = User.newBuilder().setName("Ana").build();

  @ParameterizedTest
  @EnumSource(Transport.class)
  void areStubbedAndVerified(Transport transport) {
    UserServiceImplBase service = mock(UserServiceImplBase.class);
    doAnswer(
            call -> {
              StreamObserver<User> responses = call.getArgument(1);
              responses.onNext(ANA);
              responses.onCompleted();
              return null;
            })
        .when(service)
        .getUser(eq(USER_123), any());

    try (var client = client(transport, service)) {
      assertThat(client.stub(UserServiceGrpc::newBlockingStub).getUser(USER_123)).isEqualTo(ANA);
    }

    verify(service).getUser(eq(USER_123), any());
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void streamToo(Transport transport) throws Exception {
    UserServiceImplBase service = mock(UserServiceImplBase.class);
    when(service.chat(any()))
        .thenAnswer(
            call -> {
              StreamObserver<ChatMessage> responses = call.getArgument(0);
              return new Requests<ChatMessage>(responses::onNext, responses::onCompleted);
            });

    try (var client = client(transport, service)) {
      Outcome outcome =
          Outcome.of(client.channel(), UserServiceGrpc.getChatMethod(), UserCalls.chat("hello"));

      assertThat(outcome.messages()).containsExactly(UserCalls.chat("hello"));
    }
  }

  /** A method of a mock that is not stubbed returns no observer of the requests. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void failStreamsThatAreNotStubbed(Transport transport) throws Exception {
    try (var client = client(transport, mock(UserServiceImplBase.class))) {
      Outcome outcome =
          Outcome.of(client.channel(), UserServiceGrpc.getChatMethod(), UserCalls.chat("hello"));

      assertThat(outcome.code()).isEqualTo(Status.Code.INTERNAL);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void spiesAreServedAsTheyAre(Transport transport) {
    UserService service = spy(new UserService());

    try (var client = client(transport, service)) {
      client.stub(UserServiceGrpc::newBlockingStub).getUser(USER_123);
    }

    verify(service).getUser(eq(USER_123), any());
  }

  @Test
  void mocksOfNoGeneratedClassAreRefused() {
    BindableService service = mock(BindableService.class);

    assertThatThrownBy(() -> GRPCTestClient.of(service))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bindService() of ")
        .hasMessageContaining(
            " returns null: expected a service, or a mock of a generated base class");
    verify(service).bindService();
    verifyNoMoreInteractions(service);
  }

  private static GRPCTestClient client(Transport transport, BindableService service) {
    return GRPCTestClient.builder().addService(service).transport(transport).build().start();
  }
}
