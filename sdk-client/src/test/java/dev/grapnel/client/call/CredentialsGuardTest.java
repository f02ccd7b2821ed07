package dev.grapnel.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.call.ClientAwareInterceptor;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.security.PlaintextCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CredentialsGuardTest {

  private final CallDefaultsTest.Token token = new CallDefaultsTest.Token("secret");
  private final CallOptions withToken = CallOptions.DEFAULT.withCallCredentials(token);
  private final TextServer server = new TextServer();
  private final GRPCClient client =
      server.clientBuilder().addInterceptor(CredentialsGuard.of("users:50051")).build();

  CredentialsGuardTest() throws Exception {}

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void refusesACallWithCredentialsBeforeTheyAreAsked() {
    RpcException failure = RpcException.from(catchThrowable(() -> get(withToken)));

    assertThat(failure.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(failure.description())
        .contains("users:50051", "not encrypted", "transportSecurity")
        .doesNotContain("secret");
    assertThat(token.asked).hasValue(0);
  }

  @Test
  void refusesStreamsAsWell() {
    Texts.Stub stub = client.stub(Texts.Stub::new).withCallCredentials(token);
    try (ResponseStream<String> texts = ResponseStream.open(stub::watch, "");
        Conversation<String, String> chat = Conversation.open(stub::chat)) {
      for (Throwable failure :
          List.of(
              catchThrowable(texts::next),
              catchThrowable(chat::next),
              catchThrowable(() -> chat.send("")))) {
        assertThat(RpcException.from(failure).code()).isEqualTo(Status.Code.UNAUTHENTICATED);
      }
    }
  }

  @Test
  void letsAllOtherCallsPass() {
    assertThat(get(CallOptions.DEFAULT)).isEqualTo("text");
    assertThat(get(withToken.withOption(PlaintextCredentials.PERMITTED, true))).isEqualTo("text");
    assertThat(token.asked).hasValue(1);
  }

  @Test
  void tellsEachSettingThatSendsSecrets() {
    List<String> problems = new ArrayList<>();

    CredentialsGuard.check(
        "users:50051",
        Optional.of(token),
        List.of(new Aware(false), new Aware(true), CredentialsGuard.of("x")),
        problems);

    assertThat(problems).hasSize(2).allSatisfy(text -> assertThat(text).contains("users:50051"));
    assertThat(problems.get(0)).startsWith("callCredentials are set, and calls to");
    assertThat(problems.get(1)).startsWith("the interceptor Aware sends credentials, and calls to");
  }

  private String get(CallOptions options) {
    return ClientCalls.blockingUnaryCall(client.channel(), Texts.GET, options, "text");
  }

  private record Aware(boolean sendsCredentials) implements ClientAwareInterceptor {
    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      return next.newCall(method, options);
    }
  }
}
