package dev.grapnel.testing.security;

import static dev.grapnel.testing.security.LoopbackServer.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.security.Principal;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The token arrives, whatever the channel. */
@Timeout(60)
class BearerTest {

  private final TestTokens tokens = TestTokens.hmac();
  private final String token = tokens.token(Principal.builder("ada").build());
  private final Seen seen = new Seen();

  @Test
  void arrivesInProcess() throws Exception {
    inProcess(TestTokens.bearer(token));

    assertThat(seen.authorization).containsExactly("Bearer " + token);
  }

  @Test
  void arrivesOverPlaintextLoopback() {
    try (LoopbackServer server = new LoopbackServer(TransportSecurity.plaintext(), seen)) {
      ask(bearing(server.connect(TransportSecurity.plaintext())));
    }

    assertThat(seen.authorization).containsExactly("Bearer " + token);
  }

  @Test
  void arrivesOverTls(@TempDir Path folder) {
    TestAuthority authority = TestAuthority.create(folder);
    try (LoopbackServer server = new LoopbackServer(authority.server("localhost"), seen)) {
      ask(bearing(server.connect(authority.client())));
    }

    assertThat(seen.authorization).containsExactly("Bearer " + token);
  }

  @Test
  void theOneClosestToTheCallWins() throws Exception {
    // The last is the outermost: it is asked first.
    inProcess(TestTokens.bearer("of the channel"), TestTokens.bearer("of the call"));

    assertThat(seen.authorization).containsExactly("Bearer of the call");
  }

  private Channel bearing(Channel channel) {
    return ClientInterceptors.intercept(channel, TestTokens.bearer(token));
  }

  private void inProcess(ClientInterceptor... interceptors) {
    GRPCTestClient client =
        GRPCTestClient.builder()
            .transport(Transport.IN_PROCESS)
            .addService(new LoopbackServer.Users())
            .addInterceptor(seen)
            .build();
    try (client) {
      ask(ClientInterceptors.intercept(client.start().channel(), interceptors));
    }
  }

  /** Writes down every authorization header. */
  private static final class Seen implements ServerInterceptor {

    private final List<String> authorization = new CopyOnWriteArrayList<>();

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      var all = headers.getAll(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
      if (all != null) {
        all.forEach(authorization::add);
      }
      return next.startCall(call, headers);
    }
  }
}
