package dev.grapnel.testing;

import static dev.grapnel.testing.UserCalls.USER_123;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import dev.grapnel.testing.user.UserServiceGrpc;
import dev.grapnel.testing.user.UserServiceGrpc.UserServiceImplBase;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class CallLimitTest {

  private static final String ENDED =
      "the call to user.UserService/GetUser had not ended after PT0.3S:"
          + " ended by GRPCTestClient (callLimit)";

  @ParameterizedTest
  @EnumSource(Transport.class)
  void endsCallsThatNobodyAnswers(Transport transport) {
    try (var client =
        limited().addService(new UserCalls.Silent()).transport(transport).build().start()) {
      assertEnded(client, client.channel());
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void endsCallsToMocksThatAreNotStubbed(Transport transport) {
    try (var client =
        limited()
            .addService(mock(UserServiceImplBase.class))
            .transport(transport)
            .build()
            .start()) {
      assertEnded(client, client.channel());
    }
  }

  @Test
  void endsCallsThatAnInterceptorSwallows() {
    ClientInterceptor swallowing = new Swallowing();
    try (var client = limited().addService(new UserService()).build().start()) {
      assertEnded(client, client.with(swallowing).channel());
    }
    try (var client =
        limited().addService(new UserService()).addClientInterceptor(swallowing).build().start()) {
      assertEnded(client, client.channel());
    }
  }

  /** While it connects, grpc-java loses a call whose message turns out to be too large. */
  @Test
  void endsCallsThatGrpcLoses() {
    try (var client =
        limited().addService(new UserService()).transport(Transport.LOOPBACK).build().start()) {
      var users = client.stub(UserServiceGrpc::newBlockingStub).withMaxOutboundMessageSize(1);

      assertThatThrownBy(() -> users.getUser(USER_123))
          .isInstanceOf(StatusRuntimeException.class)
          .satisfies(
              failure ->
                  assertThat(Status.fromThrowable(failure).getCode())
                      .isEqualTo(Status.Code.CANCELLED));
    }
  }

  @Test
  void letsCallsWithinTheLimitBe() {
    try (var client =
        GRPCTestClient.builder()
            .addService(new UserService())
            .callLimit(Duration.ofSeconds(Long.MAX_VALUE))
            .build()
            .start()) {
      client.stub(UserServiceGrpc::newBlockingStub).getUser(USER_123);

      assertThat(client.calls().all())
          .singleElement()
          .satisfies(call -> assertThat(call.status()).contains(Status.OK));
    }
  }

  private static GRPCTestClientBuilder limited() {
    return GRPCTestClient.builder().callLimit(Duration.ofMillis(300));
  }

  private static void assertEnded(GRPCTestClient client, Channel channel) {
    var users = UserServiceGrpc.newBlockingStub(channel);
    assertThatThrownBy(() -> users.getUser(USER_123))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("CANCELLED: " + ENDED);
    assertThat(client.calls().open()).isEqualTo(List.of());
  }

  /** Never starts a call, and does not pass on that it is cancelled. */
  private static final class Swallowing implements ClientInterceptor {

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<RespT> listener, Metadata headers) {}

        @Override
        public void request(int messages) {}

        @Override
        public void sendMessage(ReqT message) {}

        @Override
        public void halfClose() {}

        @Override
        public void cancel(String message, Throwable cause) {}
      };
    }
  }
}
