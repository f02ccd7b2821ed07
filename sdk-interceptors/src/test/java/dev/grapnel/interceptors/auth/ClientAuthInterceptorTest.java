package dev.grapnel.interceptors.auth;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceBlockingStub;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.security.TestTokens;
import io.grpc.ClientInterceptor;
import io.grpc.Status;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Both sides together, in process or over plaintext on loopback. */
class ClientAuthInterceptorTest {

  private static final TestTokens TOKENS = TestTokens.hmac();
  private static final String ANA = TOKENS.token(Principal.builder("ana").build());
  private static final String BEN = TOKENS.token(Principal.builder("ben").build());
  private static final String KEY = "k-0123456789-0123456789";
  private static final WriteRequest HELLO = WriteRequest.newBuilder().setText("hello").build();
  private static final Note NOTE = Note.newBuilder().setText("hello").build();

  private static final JwtAuthenticator JWT = JwtAuthenticator.hmac(TOKENS.secret()).build();

  private static GRPCTestClient client(Authenticator authenticator, ClientInterceptor credentials) {
    return GRPCTestClient.builder()
        .addService(new WhoAmIService())
        .addInterceptor(new CheckInterceptor(authenticator))
        .addClientInterceptor(credentials)
        .build()
        .start();
  }

  private static Note named(String name) {
    return Note.newBuilder().setText(name).build();
  }

  @Test
  void authenticatesAllFourCallKinds() {
    var credentials = ClientAuthInterceptor.bearer(TokenSource.fixed(ANA));
    try (GRPCTestClient client = client(JWT, credentials)) {
      var notes = client.stub(NoteServiceGrpc::newStub);
      StreamRecorder<Notes> all = StreamRecorder.create();
      StreamRecorder<Note> read = StreamRecorder.create();
      StreamRecorder<Note> chat = StreamRecorder.create();

      var writing = notes.writeAll(all);
      writing.onNext(HELLO);
      writing.onCompleted();
      notes.read(ReadRequest.newBuilder().setText("hello").setCount(2).build(), read);
      var chatting = notes.chat(chat);
      chatting.onNext(HELLO);
      chatting.onCompleted();

      assertThatCall(() -> blocking(client).write(HELLO)).returns(named("ana"));
      assertThat(all).hasReceived(Notes.newBuilder().addNotes(NOTE).build()).completesNormally();
      assertThat(read).hasReceived(NOTE, NOTE).completesNormally();
      assertThat(chat).hasReceived(NOTE).completesNormally();
    }
  }

  @Test
  void failsAllFourCallKindsWithoutAToken() {
    TokenSource broken = () -> CompletableFuture.failedStage(new IllegalStateException("s3cret"));
    try (GRPCTestClient client = client(JWT, ClientAuthInterceptor.bearer(broken))) {
      var notes = client.stub(NoteServiceGrpc::newStub);
      StreamRecorder<Notes> all = StreamRecorder.create();
      StreamRecorder<Note> read = StreamRecorder.create();
      StreamRecorder<Note> chat = StreamRecorder.create();

      notes.writeAll(all).onNext(HELLO);
      notes.read(ReadRequest.getDefaultInstance(), read);
      notes.chat(chat).onNext(HELLO);

      assertThatCall(() -> blocking(client).write(HELLO))
          .failsWith(Status.Code.UNAVAILABLE)
          .hasDescriptionContaining("java.lang.IllegalStateException");
      for (StreamRecorder<?> recorder : new StreamRecorder<?>[] {all, read, chat}) {
        Status end = recorder.awaitEnd();
        assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(end.getDescription()).doesNotContain("s3cret");
      }
    }
  }

  @Test
  void failsACallWhoseSourceBreaksItsPromise() {
    TokenSource throwing =
        () -> {
          throw new IllegalStateException("s3cret");
        };
    TokenSource empty = () -> CompletableFuture.completedStage(null);

    for (TokenSource source : new TokenSource[] {throwing, empty}) {
      try (GRPCTestClient client = client(JWT, ClientAuthInterceptor.bearer(source))) {
        assertThatCall(() -> blocking(client).write(HELLO))
            .failsWith(Status.Code.UNAVAILABLE)
            .hasDescriptionContaining("there is no token for the call");
      }
    }
  }

  @Test
  void refusesABadToken() {
    var credentials = ClientAuthInterceptor.bearer(TokenSource.fixed(ANA + "A"));
    try (GRPCTestClient client = client(JWT, credentials)) {
      assertThatCall(() -> blocking(client).write(HELLO)).failsWith(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void letsAStubHaveItsOwnCredentials() {
    var credentials = ClientAuthInterceptor.bearer(TokenSource.fixed(ANA));
    try (GRPCTestClient client = client(JWT, credentials)) {
      var ben = blocking(client).withCallCredentials(BearerCredentials.of(TokenSource.fixed(BEN)));

      assertThatCall(() -> ben.write(HELLO)).returns(named("ben"));
      assertThatCall(() -> blocking(client).write(HELLO)).returns(named("ana"));
    }
  }

  @Test
  void refusesTwoTokens() {
    var credentials = ClientAuthInterceptor.bearer(TokenSource.fixed(ANA));
    try (GRPCTestClient client = client(JWT, credentials)) {
      var twice = blocking(client).withInterceptors(TestTokens.bearer(BEN));

      assertThatCall(() -> twice.write(HELLO))
          .failsWith(Status.Code.UNAUTHENTICATED)
          .hasDescriptionContaining("more than one authorization");
    }
  }

  @Test
  void showsApiKeys() {
    Principal billing = Principal.builder("billing").build();
    var authenticator = ApiKeyAuthenticator.builder().addKey(KEY, billing).build();
    var other = ApiKeyAuthenticator.builder().addKey(KEY, billing).header("x-other").build();

    try (GRPCTestClient client = client(authenticator, ClientAuthInterceptor.apiKey(KEY))) {
      assertThatCall(() -> blocking(client).write(HELLO)).returns(named("billing"));
    }
    try (GRPCTestClient client = client(other, ClientAuthInterceptor.apiKey("x-other", KEY))) {
      assertThatCall(() -> blocking(client).write(HELLO)).returns(named("billing"));
    }
    try (GRPCTestClient client = client(authenticator, ClientAuthInterceptor.apiKey(KEY + "x"))) {
      assertThatCall(() -> blocking(client).write(HELLO)).failsWith(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void takesNoKeyThatCannotBeSent() {
    for (String key : new String[] {"", "a b", "schlüssel", "a\nb"}) {
      assertThatThrownBy(() -> ClientAuthInterceptor.apiKey(key))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ClientAuthInterceptor.apiKey("sch lüssel"))
        .hasMessageNotContaining("sch lüssel");
  }

  @Test
  void waitsForATokenWithoutAThread() {
    CompletableFuture<Token> pending = new CompletableFuture<>();
    try (GRPCTestClient client = client(JWT, ClientAuthInterceptor.bearer(() -> pending))) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      client.stub(NoteServiceGrpc::newStub).write(HELLO, answers);
      assertThat(answers.end()).isEmpty();

      pending.complete(new Token(ANA, Instant.MAX));

      assertThat(answers).hasReceived(named("ana")).completesNormally();
    }
  }

  @Test
  void waitsForATokenUntilTheDeadline() {
    CompletableFuture<Token> pending = new CompletableFuture<>();
    try (GRPCTestClient client = client(JWT, ClientAuthInterceptor.bearer(() -> pending))) {
      var hurried = blocking(client).withDeadlineAfter(100, TimeUnit.MILLISECONDS);

      assertThatCall(() -> hurried.write(HELLO)).failsWith(Status.Code.DEADLINE_EXCEEDED);

      pending.complete(new Token(ANA, Instant.MAX));
      assertThatCall(() -> blocking(client).write(HELLO)).returns(named("ana"));
    }
  }

  @Test
  void waitsForATokenUntilCancelled() {
    CompletableFuture<Token> pending = new CompletableFuture<>();
    try (GRPCTestClient client = client(JWT, ClientAuthInterceptor.bearer(() -> pending))) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      client.stub(NoteServiceGrpc::newStub).write(HELLO, answers);

      answers.cancel();

      assertThat(answers.awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
      pending.complete(new Token(ANA, Instant.MAX));
    }
  }

  private static NoteServiceBlockingStub blocking(GRPCTestClient client) {
    return client.stub(NoteServiceGrpc::newBlockingStub);
  }
}
