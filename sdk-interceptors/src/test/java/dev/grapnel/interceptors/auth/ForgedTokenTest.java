package dev.grapnel.interceptors.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.security.TestTokens;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Every token that must not pass, over a whole server: what its bearer learns is always the same.
 */
class ForgedTokenTest {

  private static final String ISSUER = "https://login.example.com/";
  private static final String AUDIENCE = "notes";
  private static final Principal ANA = Principal.builder("ana").build();

  private final TestTokens current = tokens().issuer(ISSUER).audience(AUDIENCE);

  @Test
  void tellsNoneOfThemWhatWasWrong() throws Exception {
    TestTokens retired = tokens().issuer(ISSUER).audience(AUDIENCE);
    try (KeySetServer keys = KeySetServer.serving(document(retired));
        JwtAuthenticator authenticator =
            JwtAuthenticator.jwks(keys.uri()).issuer(ISSUER).audience(AUDIENCE).build();
        GRPCTestClient client = kit(authenticator)) {
      assertThat(write(client, retired.token(ANA))).isEqualTo("passed");

      keys.serve(document(current));
      assertThat(write(client, current.token(ANA))).isEqualTo("passed");

      forgeries(retired)
          .forEach(
              (forgery, token) ->
                  assertThat(write(client, token))
                      .as(forgery)
                      .isEqualTo("UNAUTHENTICATED: valid credentials are required, nothing more"));
    }
  }

  private Map<String, String> forgeries(TestTokens retired) {
    Map<String, String> forgeries = new LinkedHashMap<>();
    forgeries.put("no token at all", "");
    forgeries.put("alg: none", current.unsigned(ANA));
    forgeries.put("the public key as an HMAC secret", current.confused(ANA));
    forgeries.put("expired", current.expired(ANA));
    forgeries.put("signed by another key", current.signedByAnother(ANA));
    forgeries.put("garbage", "e30.e30.e30");
    forgeries.put("without a signature", current.token(ANA).replaceFirst("\\.[^.]*$", "."));
    forgeries.put("of another audience", current.audience("orders").token(ANA));
    forgeries.put("of another issuer", current.audience(AUDIENCE).issuer("https://x/").token(ANA));
    forgeries.put("signed by a key that was rotated out", retired.token(ANA));
    return forgeries;
  }

  /** A token with a new key makes the server look for keys, and its caller come again. */
  private static String write(GRPCTestClient client, String token) {
    String answer = writeOnce(client, token);
    while (answer.startsWith("UNAVAILABLE")) {
      answer = writeOnce(client, token);
    }
    return answer;
  }

  private static String writeOnce(GRPCTestClient client, String token) {
    var notes = client.stub(NoteServiceGrpc::newBlockingStub);
    var asBearer = token.isEmpty() ? notes : notes.withInterceptors(TestTokens.bearer(token));
    try {
      return asBearer.write(WriteRequest.newBuilder().setText("passed").build()).getText();
    } catch (StatusRuntimeException failure) {
      Metadata trailers = Objects.requireNonNullElseGet(failure.getTrailers(), Metadata::new);
      String more = String.join(" ", trailers.keys()).replace("content-type", "");
      return "%s: %s, %s"
          .formatted(
              failure.getStatus().getCode(),
              failure.getStatus().getDescription(),
              more.isBlank() ? "nothing more" : more);
    }
  }

  private static GRPCTestClient kit(JwtAuthenticator authenticator) {
    return GRPCTestClient.builder()
        .addService(new NoteService())
        .addInterceptor(AuthInterceptor.of(authenticator))
        .build()
        .start();
  }

  private static TestTokens tokens() {
    return TestTokens.ec();
  }

  private static byte[] document(TestTokens tokens) {
    return tokens.jwks().getBytes(StandardCharsets.UTF_8);
  }
}
