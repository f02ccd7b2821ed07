package dev.grapnel.interceptors.auth;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceBlockingStub;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.TestCaller;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AuthInterceptorTest {

  private static final WriteRequest WRITE = WriteRequest.getDefaultInstance();
  private static final ReadRequest READ = ReadRequest.getDefaultInstance();

  private final NotesWithPrincipal notes = new NotesWithPrincipal();
  private final Users users = new Users();

  private GRPCTestClient start(ServerInterceptor auth) {
    return GRPCTestClient.builder().addService(notes).addInterceptor(auth).build().start();
  }

  private GRPCTestClient start(AccessRules.Builder rules) {
    return start(AuthInterceptor.builder().addAuthenticator(users).rules(rules.build()).build());
  }

  private static NoteServiceBlockingStub as(String user, GRPCTestClient client) {
    return client.with(Users.as(user)).stub(NoteServiceGrpc::newBlockingStub);
  }

  private static Note note(String text) {
    return Note.newBuilder().setText(text).build();
  }

  @Test
  void putsThePrincipalIntoEveryCallbackOfEachCallKind() {
    try (GRPCTestClient client = start(AuthInterceptor.of(users))) {
      TestCaller ana = client.with(Users.as("ana"));
      NoteServiceBlockingStub blocking = ana.stub(NoteServiceGrpc::newBlockingStub);
      assertThatCall(() -> blocking.write(WRITE)).returns(note("ana"));
      assertThatCall(() -> blocking.read(READ)).returns(note("ana"), note("ana"));
      StreamRecorder<Notes> all = StreamRecorder.create();
      send(ana.stub(NoteServiceGrpc::newStub).writeAll(all));
      assertThat(all)
          .hasReceived(Notes.newBuilder().addNotes(note("ana")).addNotes(note("ana")).build())
          .completesNormally();
      StreamRecorder<Note> chat = StreamRecorder.create();
      send(ana.stub(NoteServiceGrpc::newStub).chat(chat));
      assertThat(chat).hasReceived(note("ana")).completesNormally();
    }
  }

  private static void send(StreamObserver<WriteRequest> requests) {
    requests.onNext(WRITE);
    requests.onCompleted();
  }

  @Test
  void keepsThePrincipalWhenTheCallIsCancelled() throws InterruptedException {
    try (GRPCTestClient client = start(AuthInterceptor.of(users))) {
      StreamRecorder<Note> chat = StreamRecorder.create();
      StreamObserver<WriteRequest> requests =
          client.with(Users.as("ana")).stub(NoteServiceGrpc::newStub).chat(chat);
      requests.onNext(WRITE);
      assertThat(chat).startsWith(note("ana"));
      requests.onError(new IllegalStateException("enough"));
      assertThat(chat).failsWith(Status.Code.CANCELLED);
      assertThat(notes.ends.poll(10, TimeUnit.SECONDS)).isEqualTo("ana");
    }
  }

  @Test
  void keepsThePrincipalWhenTheDeadlinePasses() throws InterruptedException {
    VirtualClock clock = VirtualClock.create();
    GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(notes)
            .addInterceptor(AuthInterceptor.of(users))
            .clock(clock)
            .build();
    try (client) {
      client.start();
      StreamRecorder<Note> chat = StreamRecorder.create();
      client
          .with(Users.as("ana"))
          .stub(NoteServiceGrpc::newStub)
          .withDeadlineAfter(5, TimeUnit.SECONDS)
          .chat(chat)
          .onNext(WRITE);
      assertThat(chat).startsWith(note("ana"));
      clock.advance(Duration.ofSeconds(6));
      assertThat(chat).failsWith(Status.Code.DEADLINE_EXCEEDED);
      assertThat(notes.ends.poll(10, TimeUnit.SECONDS)).isEqualTo("ana");
    }
  }

  @Test
  void refusesEachCallKindBeforeAMessageIsRead() {
    try (GRPCTestClient client = start(AuthInterceptor.of(users))) {
      NoteServiceBlockingStub blocking = client.stub(NoteServiceGrpc::newBlockingStub);
      assertThatCall(() -> blocking.write(WRITE)).failsWith(Status.Code.UNAUTHENTICATED);
      assertThatCall(() -> blocking.read(READ)).failsWith(Status.Code.UNAUTHENTICATED);
      StreamRecorder<Notes> all = StreamRecorder.create();
      // Nothing is sent: the refusal does not wait for a message.
      StreamObserver<WriteRequest> allRequests =
          client.stub(NoteServiceGrpc::newStub).writeAll(all);
      assertThat(all).failsWith(Status.Code.UNAUTHENTICATED);
      StreamRecorder<Note> chat = StreamRecorder.create();
      StreamObserver<WriteRequest> chatRequests = client.stub(NoteServiceGrpc::newStub).chat(chat);
      assertThat(chat).failsWith(Status.Code.UNAUTHENTICATED);
      allRequests.onNext(WRITE);
      chatRequests.onNext(WRITE);
    }
    assertThat(notes.calls).hasValue(0);
  }

  @Test
  void isAskedInOrderAndTheFirstThatFindsSomethingDecides() {
    List<String> order = new ArrayList<>();
    Authenticator first = (headers, attributes) -> noted(order, "first", Authentication.absent());
    Authenticator second =
        (headers, attributes) ->
            noted(order, "second", new Authentication.Refused("second does not know you"));
    try (GRPCTestClient client = start(AuthInterceptor.of(first, second, users))) {
      assertThatCall(() -> as("ana", client).write(WRITE)).failsWith(Status.Code.UNAUTHENTICATED);
    }
    assertThat(order).containsExactly("first", "second");
    assertThat(users.asked).hasValue(0);
  }

  private static Authentication noted(List<String> order, String name, Authentication result) {
    order.add(name);
    return result;
  }

  @Test
  void aSourceThatBreaksLeavesNothingToTheNextOne() {
    Authenticator broken =
        (headers, attributes) -> {
          throw new StackOverflowError();
        };
    try (GRPCTestClient client = start(AuthInterceptor.of(broken, users))) {
      assertThatCall(() -> as("ana", client).write(WRITE)).failsWith(Status.Code.UNAVAILABLE);
    }
    assertThat(users.asked).hasValue(0);
    assertThat(notes.calls).hasValue(0);
  }

  @Test
  void respectsThePrincipalThatTheCallHas() {
    AccessRules.Builder rules = AccessRules.builder().otherwise(Access.role("staff"));
    try (GRPCTestClient client = start(rules)) {
      TestCaller staff = client.as(Principal.builder("root").addRole("staff").build());
      assertThatCall(() -> staff.stub(NoteServiceGrpc::newBlockingStub).write(WRITE))
          .returns(note("root"));
      TestCaller bob = client.as(Principal.builder("bob").build());
      assertThatCall(() -> bob.stub(NoteServiceGrpc::newBlockingStub).write(WRITE))
          .failsWith(Status.Code.PERMISSION_DENIED);
    }
    assertThat(users.asked).hasValue(0);
  }

  @Test
  void tellsWhichRoleOrPermissionIsRequired() {
    AccessRules.Builder rules =
        AccessRules.builder()
            .method(NoteService.WRITE, Access.permission("notes.write"))
            .method(NoteService.READ, Access.permission("notes.read", "notes.list"))
            .method(NoteServiceGrpc.getDeleteMethod(), Access.role("staff", "admin"))
            .service(
                NoteServiceGrpc.SERVICE_NAME,
                Access.when("only ana may do this", user -> user.id().equals("ana")));
    try (GRPCTestClient client = start(rules)) {
      NoteServiceBlockingStub bob = as("bob permission:notes.read", client);
      assertThatCall(() -> bob.write(WRITE))
          .failsWith(Status.Code.PERMISSION_DENIED)
          .hasDescription("the permission notes.write is required")
          .hasErrorReason("PERMISSION_REQUIRED");
      assertThatCall(() -> bob.read(READ))
          .failsWith(Status.Code.PERMISSION_DENIED)
          .hasDescription("the permissions notes.list and notes.read are required");
      assertThatCall(() -> bob.delete(READ))
          .failsWith(Status.Code.PERMISSION_DENIED)
          .hasDescription("the role admin or staff is required")
          .hasErrorReason("ROLE_REQUIRED");
      StreamRecorder<Note> chat = StreamRecorder.create();
      client.with(Users.as("bob")).stub(NoteServiceGrpc::newStub).chat(chat);
      assertThat(chat)
          .failsWith(Status.Code.PERMISSION_DENIED)
          .hasDescription("only ana may do this")
          .hasErrorReason("CONDITION_NOT_MET");
      assertThatCall(() -> as("ben permission:notes.write", client).write(WRITE)).succeeds();
      assertThatCall(() -> as("ben role:admin", client).delete(READ)).succeeds();
      StreamRecorder<Note> anas = StreamRecorder.create();
      client.with(Users.as("ana")).stub(NoteServiceGrpc::newStub).chat(anas).onCompleted();
      assertThat(anas).completesNormally();
    }
  }

  @Test
  void aConditionThatThrowsLetsNobodyIn() {
    Access broken =
        Access.when(
            "never told",
            user -> {
              throw new IllegalStateException("broken on purpose");
            });
    try (GRPCTestClient client = start(AccessRules.builder().otherwise(broken))) {
      assertThatCall(() -> as("ana", client).write(WRITE))
          .failsWith(Status.Code.UNAVAILABLE)
          .hasRetryDelay(Duration.ofSeconds(1));
    }
    assertThat(notes.calls).hasValue(0);
  }

  @Test
  void aPublicMethodTakesAnyCallerAndKnowsTheGoodOnes() {
    try (GRPCTestClient client = start(AccessRules.builder().otherwise(Access.anyone()))) {
      assertThatCall(() -> client.stub(NoteServiceGrpc::newBlockingStub).write(WRITE))
          .returns(note(NotesWithPrincipal.NOBODY));
      assertThatCall(() -> as("ana", client).write(WRITE)).returns(note("ana"));
      for (String ignored : List.of(Users.BAD, Users.AWAY, Users.BROKEN, Users.NULL)) {
        assertThatCall(() -> as(ignored, client).write(WRITE))
            .returns(note(NotesWithPrincipal.NOBODY));
      }
    }
  }

  @Test
  void withoutRequireAuthAMethodWithoutARuleDecidesForItself() {
    AuthInterceptor auth =
        AuthInterceptor.builder()
            .addAuthenticator(users)
            .rules(AccessRules.builder().method(NoteService.READ, Access.authenticated()).build())
            .requireAuth(Toggle.OFF)
            .build();
    try (GRPCTestClient client = start(auth)) {
      NoteServiceBlockingStub nobody = client.stub(NoteServiceGrpc::newBlockingStub);
      assertThatCall(() -> nobody.write(WRITE)).returns(note(NotesWithPrincipal.NOBODY));
      assertThatCall(() -> as("ana", client).write(WRITE)).returns(note("ana"));
      assertThatCall(() -> as(Users.BAD, client).write(WRITE))
          .failsWith(Status.Code.UNAUTHENTICATED);
      assertThatCall(() -> as(Users.AWAY, client).write(WRITE)).failsWith(Status.Code.UNAVAILABLE);
      assertThatCall(() -> nobody.read(READ)).failsWith(Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  @SuppressWarnings("UnnecessaryMethodReference") // It hides that this is a ServerAwareInterceptor.
  void aMethodWithoutARuleIsClosedToEverybodyEvenIfNobodyCheckedTheServer() {
    AuthInterceptor auth = AuthInterceptor.builder().addAuthenticator(users).build();
    // As in a plain grpc-java server, nobody asks for problems.
    try (GRPCTestClient client = start(auth::interceptCall)) {
      assertThatCall(() -> client.stub(NoteServiceGrpc::newBlockingStub).write(WRITE))
          .failsWith(Status.Code.UNAUTHENTICATED);
      assertThatCall(() -> as("root role:staff", client).write(WRITE))
          .failsWith(Status.Code.PERMISSION_DENIED)
          .hasErrorReason("NO_ACCESS_RULE");
    }
    assertThat(notes.calls).hasValue(0);
  }

  @Test
  void keepsManyCallersApart() {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (GRPCTestClient client = start(AuthInterceptor.of(users))) {
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String user = "user" + i;
        callers.add(
            CompletableFuture.runAsync(
                () -> {
                  NoteServiceBlockingStub good = as(user, client);
                  NoteServiceBlockingStub bad = as(Users.BAD + user, client);
                  for (int call = 0; call < 50; call++) {
                    assertThatCall(() -> good.write(WRITE)).returns(note(user));
                    assertThatCall(() -> bad.write(WRITE)).failsWith(Status.Code.UNAUTHENTICATED);
                  }
                },
                threads));
      }
      assertThat(CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)))
          .succeedsWithin(Duration.ofSeconds(60));
    } finally {
      threads.shutdownNow();
    }
    assertThat(notes.calls).hasValue(400);
  }

  @Test
  void needsAnAuthenticator() {
    assertThatThrownBy(AuthInterceptor::of)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("addAuthenticator");
    assertThat(AuthInterceptor.of(users).authenticates()).isTrue();
  }
}
