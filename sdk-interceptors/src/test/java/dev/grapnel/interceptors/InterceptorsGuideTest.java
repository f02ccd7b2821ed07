package dev.grapnel.interceptors;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.call.CallSelector;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.auth.Access;
import dev.grapnel.interceptors.auth.AccessRules;
import dev.grapnel.interceptors.auth.ApiKeyAuthenticator;
import dev.grapnel.interceptors.auth.AuthInterceptor;
import dev.grapnel.interceptors.auth.ClientAuthInterceptor;
import dev.grapnel.interceptors.auth.JwtAuthenticator;
import dev.grapnel.interceptors.auth.PublicAccess;
import dev.grapnel.interceptors.auth.RequiresAuthentication;
import dev.grapnel.interceptors.auth.RequiresPermission;
import dev.grapnel.interceptors.auth.Token;
import dev.grapnel.interceptors.auth.TokenSource;
import dev.grapnel.interceptors.deadline.ClientDeadlineInterceptor;
import dev.grapnel.interceptors.deadline.DeadlineInterceptor;
import dev.grapnel.interceptors.errors.ErrorInterceptor;
import dev.grapnel.interceptors.limits.ConcurrencyLimitInterceptor;
import dev.grapnel.interceptors.limits.LimitKey;
import dev.grapnel.interceptors.limits.RateLimit;
import dev.grapnel.interceptors.limits.RateLimitInterceptor;
import dev.grapnel.interceptors.logging.GRPCLogger;
import dev.grapnel.interceptors.logging.LogFormat;
import dev.grapnel.interceptors.logging.LoggingInterceptor;
import dev.grapnel.interceptors.metrics.MetricsInterceptor;
import dev.grapnel.interceptors.metrics.PrometheusEndpoint;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.interceptors.tracing.TracingInterceptor;
import dev.grapnel.interceptors.validation.ValidationInterceptor;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.security.TestTokens;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/interceptors.md. */
class InterceptorsGuideTest {

  private static final TestTokens TOKENS = TestTokens.hmac();

  // region: annotations
  @RequiresAuthentication
  static class Notes extends NoteServiceGrpc.NoteServiceImplBase {

    @Override
    @PublicAccess
    public void read(ReadRequest request, StreamObserver<Note> notes) {
      notes.onCompleted();
    }

    @Override
    @RequiresPermission("notes.delete")
    public void delete(ReadRequest request, StreamObserver<Note> deleted) {
      deleted.onNext(Note.getDefaultInstance());
      deleted.onCompleted();
    }

    @Override
    public void write(WriteRequest request, StreamObserver<Note> written) {
      written.onNext(Note.newBuilder().setText(request.getText()).build());
      written.onCompleted();
    }
  }

  // endregion

  @Test
  void putsAChainAroundAServer() throws Exception {
    String secret = TOKENS.secret();
    OpenTelemetry openTelemetry = OpenTelemetry.noop();
    // region: chain
    PrometheusMeterRegistry registry = PrometheusEndpoint.registry();
    ServerChain chain =
        ServerChain.builder()
            .tracing(TracingInterceptor.create(openTelemetry))
            .logging(LoggingInterceptor.create())
            .metrics(MetricsInterceptor.create(registry))
            .errors(ErrorInterceptor.create())
            .deadline(DeadlineInterceptor.create())
            .auth(AuthInterceptor.hmac(secret, AccessRules.of(Notes.class)))
            .build();
    GRPCServerBuilder server = GRPCServer.builder().addService(new Notes()).addInterceptor(chain);
    // endregion
    // region: endpoint
    PrometheusEndpoint endpoint = PrometheusEndpoint.builder(registry).host("0.0.0.0").build();
    // endregion
    assertThat(endpoint.state()).isNotNull();
    PrometheusEndpoint free = PrometheusEndpoint.builder(registry).port(0).build();
    try (GRPCServer running = server.host("127.0.0.1").port(0).shutdownHook(Toggle.OFF).build();
        free) {
      free.start();
      running.start();
      String token = TOKENS.token(Principal.builder("ana").build());
      try (GRPCClient client =
          GRPCClient.builder("127.0.0.1", running.port())
              .addInterceptor(ClientAuthInterceptor.bearer(TokenSource.fixed(token)))
              .build()) {
        client
            .stub(NoteServiceGrpc::newBlockingStub)
            .write(WriteRequest.newBuilder().setText("x").build());
      }
      assertThat(page(free.port()))
          .contains("grpc_requests_total{method=\"" + NoteService.WRITE + "\",status=\"OK\"} 1.0");
    }
  }

  @Test
  void logs() {
    LoggingInterceptor logging =
        // region: logging
        LoggingInterceptor.of(
            GRPCLogger.builder()
                .format(LogFormat.json())
                .logRequests(Toggle.ON)
                .maxPayloadSize(512)
                .addRedactedField("card_number")
                .slowCallThreshold(Duration.ofMillis(500))
                .sampling(0.1)
                .build());
    // endregion
    assertThat(write(logging)).isEqualTo("x");
  }

  @Test
  void knowsSeveralKindsOfCredentials() {
    String apiKey = "x".repeat(20);
    // region: auth
    JwtAuthenticator tokens =
        JwtAuthenticator.jwks(URI.create("https://idp.example.com/keys"))
            .issuer("https://idp.example.com")
            .audience("notes")
            .build();
    ApiKeyAuthenticator keys =
        ApiKeyAuthenticator.builder()
            .addKey(apiKey, Principal.builder("nightly-job").build())
            .build();
    AuthInterceptor auth =
        AuthInterceptor.builder()
            .addAuthenticator(tokens)
            .addAuthenticator(keys)
            .rules(AccessRules.of(Notes.class))
            .build();
    // endregion
    tokens.close();
    assertThat(auth.problems(List.of(new Notes().bindService()))).isEmpty();
  }

  @Test
  void hasRulesInCodeAndInText() {
    // region: rules
    AccessRules inCode =
        AccessRules.builder()
            .method(NoteServiceGrpc.getReadMethod(), Access.anyone())
            .method(NoteServiceGrpc.getDeleteMethod(), Access.permission("notes.delete"))
            .service(NoteServiceGrpc.SERVICE_NAME, Access.authenticated())
            .build();
    AccessRules inText =
        AccessRules.parse(List.of("grapnel.interceptors.test.v1.NoteService/Delete=role:staff"));
    AccessRules both = inText.orElse(inCode);
    // endregion
    AuthInterceptor auth =
        AuthInterceptor.builder()
            .addAuthenticator(JwtAuthenticator.hmac(TOKENS.secret()).build())
            .rules(both)
            .build();
    try (GRPCTestClient kit = kit(auth)) {
      var notes = kit.as(Principal.builder("ana").addPermission("notes.delete").build());
      assertThatCall(
              () ->
                  notes
                      .stub(NoteServiceGrpc::newBlockingStub)
                      .delete(ReadRequest.getDefaultInstance()))
          .failsWith(Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void fetchesTokens() {
    // region: tokens
    TokenSource source =
        TokenSource.refreshing(
            () -> new Token(fetchFromTheIssuer(), Instant.now().plusSeconds(300)));
    GRPCClient client =
        GRPCClient.builder("localhost", 50051)
            .addInterceptor(ClientAuthInterceptor.bearer(source))
            .build();
    // endregion
    client.close();
    assertThat(source).isNotNull();
  }

  @Test
  void putsAChainAroundAClient() {
    TokenSource source = TokenSource.fixed(TOKENS.token(Principal.builder("ana").build()));
    // region: client-chain
    ClientChain chain =
        ClientChain.builder()
            .errors(ErrorInterceptor.create())
            .logging(LoggingInterceptor.create())
            .auth(ClientAuthInterceptor.bearer(source))
            .build();
    GRPCClient client = GRPCClient.builder("localhost", 50051).addInterceptor(chain).build();
    // endregion
    client.close();
    assertThat(chain.interceptors()).hasSize(3);
  }

  @Test
  void limitsTime() {
    ServerInterceptor deadline =
        // region: deadline
        DeadlineInterceptor.builder()
            .unary(Duration.ofSeconds(10))
            .streaming(Duration.ofMinutes(30))
            .addLimit(CallSelector.methods(NoteService.READ), Duration.ofMinutes(5))
            .build();
    // endregion
    assertThat(write(deadline)).isEqualTo("x");
  }

  @Test
  void detachesWorkThatOutlivesItsCaller() {
    try (GRPCTestClient kit = kit(DeadlineInterceptor.create())) {
      GRPCClient client = GRPCClient.over(kit.channel());
      WriteRequest visit = WriteRequest.newBuilder().setText("x").build();
      // region: detached
      var visits = client.stub(NoteServiceGrpc::newBlockingStub);
      ClientDeadlineInterceptor.detached(visits).write(visit);
      // endregion
      assertThat(visits.write(visit).getText()).isEqualTo("x");
    }
  }

  @Test
  void typesErrors() {
    ServerInterceptor refusing =
        ValidationInterceptor.builder()
            .addValidator(
                WriteRequest.class,
                (request, violations) -> violations.add("text", "must not be empty"))
            .build();
    try (GRPCTestClient kit = kit(refusing)) {
      var notes = kit.stub(NoteServiceGrpc::newBlockingStub);
      WriteRequest request = WriteRequest.getDefaultInstance();
      String refusal = "";
      // region: errors
      try {
        Note note = ErrorInterceptor.call(() -> notes.write(request));
        refusal = "none: " + note.getText();
      } catch (RpcException e) {
        refusal = e.details().badRequest().orElseThrow().getFieldViolations(0).getField();
      }
      // endregion
      assertThat(refusal).isEqualTo("text");
    }
  }

  @Test
  void limitsCalls() {
    ServerChain chain =
        // region: limits
        ServerChain.builder()
            .peerLimits(ConcurrencyLimitInterceptor.of(512))
            .limits(
                RateLimitInterceptor.of(RateLimit.perSecond(50).burst(100), LimitKey.principal()))
            .build();
    // endregion
    assertThat(write(chain)).isEqualTo("x");
  }

  @Test
  void validates() {
    ServerInterceptor validation =
        // region: validation
        ValidationInterceptor.builder()
            .protovalidate()
            .addValidator(
                WriteRequest.class,
                (request, violations) ->
                    violations.check(!request.getText().isEmpty(), "text", "must not be empty"))
            .build();
    // endregion
    assertThat(write(validation)).isEqualTo("x");
  }

  @Test
  void selects() {
    ServerInterceptor selected =
        // region: select
        SelectInterceptor.server(
            CallSelector.services("grpc.health.v1.Health")
                .negate()
                .and(CallSelector.types(MethodType.UNARY)),
            LoggingInterceptor.create());
    // endregion
    assertThat(write(selected)).isEqualTo("x");
  }

  private static String fetchFromTheIssuer() {
    return "token";
  }

  private static GRPCTestClient kit(ServerInterceptor interceptor) {
    return GRPCTestClient.builder()
        .addService(new Notes())
        .addInterceptor(interceptor)
        .build()
        .start();
  }

  private static String write(ServerInterceptor interceptor) {
    try (GRPCTestClient kit = kit(interceptor)) {
      return kit.stub(NoteServiceGrpc::newBlockingStub)
          .write(WriteRequest.newBuilder().setText("x").build())
          .getText();
    }
  }

  private static String page(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
