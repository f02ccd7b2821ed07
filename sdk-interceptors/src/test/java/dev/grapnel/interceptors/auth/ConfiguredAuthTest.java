package dev.grapnel.interceptors.auth;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.config.AuthConfig;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.ConfigLoader;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceBlockingStub;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.security.TestTokens;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredAuthTest {

  private static final String SECRET = TestTokens.hmac().secret();
  private static final AccessRules AUTHENTICATED =
      AccessRules.builder().otherwise(Access.authenticated()).build();

  @TempDir Path folder;

  @Test
  void acceptsTokensOfTheSecretAndFollowsTheRules() {
    TestTokens tokens = TestTokens.hmac();
    AuthInterceptor auth =
        AuthInterceptor.from(
            config(Map.of("secret", tokens.secret(), "rules", NoteService.READ + "=public")),
            AUTHENTICATED);
    try (GRPCTestClient client = kit(auth)) {
      NoteServiceBlockingStub notes = client.stub(NoteServiceGrpc::newBlockingStub);

      assertThat(notes.read(ReadRequest.getDefaultInstance()).hasNext()).isFalse();
      assertThatCall(() -> notes.write(WriteRequest.getDefaultInstance()))
          .failsWith(Status.Code.UNAUTHENTICATED);
      String token = tokens.token(Principal.builder("ana").build());
      assertThat(
              notes
                  .withCallCredentials(BearerCredentials.of(TokenSource.fixed(token)))
                  .write(WriteRequest.newBuilder().setText("x").build())
                  .getText())
          .isEqualTo("x");
    }
  }

  @Test
  void acceptsTokensOfThePublicKeyInAFile() throws IOException {
    TestTokens tokens = TestTokens.ec();
    Path file = folder.resolve("key.pem");
    Files.writeString(file, tokens.publicKeyPem());
    AuthInterceptor auth =
        AuthInterceptor.from(
            config(Map.of("public-key", file.toString(), "jwt-algorithm", "ES256")), AUTHENTICATED);
    try (GRPCTestClient client = kit(auth)) {
      String token = tokens.token(Principal.builder("ana").build());
      assertThat(
              client
                  .stub(NoteServiceGrpc::newBlockingStub)
                  .withCallCredentials(BearerCredentials.of(TokenSource.fixed(token)))
                  .write(WriteRequest.newBuilder().setText("x").build())
                  .getText())
          .isEqualTo("x");
    }
  }

  @Test
  void leavesMethodsWithoutARuleOpenWhenAuthIsNotRequired() {
    AuthInterceptor auth =
        AuthInterceptor.from(
            config(Map.of("secret", SECRET, "require-auth", "false")),
            AccessRules.builder().build());
    try (GRPCTestClient client = kit(auth)) {
      assertThat(
              client
                  .stub(NoteServiceGrpc::newBlockingStub)
                  .write(WriteRequest.newBuilder().setText("x").build())
                  .getText())
          .isEqualTo("x");
    }
  }

  @Test
  void tellsEverythingThatIsWrongAtOnceAndNoSecret() {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                AuthInterceptor.from(
                    config(
                        Map.of(
                            "secret", "hunter2",
                            "jwks", "https://idp.example.com/keys",
                            "jwt-algorithm", "HS265",
                            "rules", "nonsense")),
                    AUTHENTICATED));

    assertThat(refused.problems())
        .hasSize(3)
        .anySatisfy(
            problem ->
                assertThat(problem).contains("grpc.auth.jwt-algorithm is \"HS265\"", "HS256"))
        .anySatisfy(problem -> assertThat(problem).contains("there are 2 keys"))
        .anySatisfy(problem -> assertThat(problem).startsWith("grpc.auth.rules: "))
        .noneSatisfy(problem -> assertThat(problem).contains("hunter2"));
  }

  @Test
  void asksForAKey() {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class, () -> AuthInterceptor.from(config(Map.of()), AUTHENTICATED));

    assertThat(refused.problems())
        .containsExactly(
            "there is no key for tokens: expected one of grpc.auth.secret (GRPC_AUTH_SECRET),"
                + " grpc.auth.public-key (GRPC_AUTH_PUBLIC_KEY) and grpc.auth.jwks (GRPC_AUTH_JWKS)");
  }

  @Test
  void refusesASecretThatIsTooShort() {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () -> AuthInterceptor.from(config(Map.of("secret", "hunter2")), AUTHENTICATED));

    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.getMessage())
        .contains("grpc.auth.secret", "has 7 bytes: expected 32 or more")
        .doesNotContain("hunter2");
  }

  private static GRPCTestClient kit(AuthInterceptor auth) {
    return GRPCTestClient.builder()
        .addService(new NoteService())
        .addInterceptor(auth)
        .build()
        .start();
  }

  private static AuthConfig config(Map<String, String> values) {
    ConfigLoader loader = GRPCConfig.loader();
    values.forEach((key, value) -> loader.override("grpc.auth." + key, value, "test"));
    return loader.load().auth();
  }
}
