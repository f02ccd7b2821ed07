package dev.grapnel.interceptors.auth;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.config.Availability;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.TestCaller;
import dev.grapnel.testing.assertion.GrpcAssertions;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** In a server as it runs in production. */
class AuthServerTest {

  private static final String NOTES = NoteServiceGrpc.SERVICE_NAME;
  private static final WriteRequest WRITE = WriteRequest.getDefaultInstance();

  private static AuthInterceptor auth(String... rules) {
    return auth(Toggle.ON, rules);
  }

  private static AuthInterceptor auth(Toggle requireAuth, String... rules) {
    return AuthInterceptor.builder()
        .addAuthenticator(new Users())
        .rules(AccessRules.parse(List.of(rules)))
        .requireAuth(requireAuth)
        .build();
  }

  private static GRPCServerBuilder server() {
    return GRPCServer.builder()
        .host("127.0.0.1")
        .port(0)
        .shutdownHook(Toggle.OFF)
        .reflection(Availability.ALWAYS)
        .addService(new NotesWithPrincipal());
  }

  private static void with(GRPCServerBuilder builder, Consumer<GRPCTestClient> test) {
    try (GRPCServer server = builder.build()) {
      server.start();
      try (GRPCTestClient client = GRPCTestClient.to("127.0.0.1", server.port()).start()) {
        test.accept(client);
      }
    }
  }

  private static List<String> problems(GRPCServerBuilder builder) {
    return catchThrowableOfType(ConfigException.class, builder::build).problems();
  }

  @Test
  void doesNotBuildWhileAnRpcHasNoRule() {
    assertThat(
            problems(
                server()
                    .authInterceptor(auth(NOTES + "/Write=public", NOTES + "/Read=authenticated"))))
        .containsExactly(
            "no access rule covers Chat, Delete, WriteAll of "
                + NOTES
                + ": add one for each method, for example method(\""
                + NOTES
                + "/Chat\", Access.authenticated()), or one for the rest of the service by"
                + " service(…), or one for everything else by otherwise(…), or annotate the service and"
                + " read it by AccessRules.of(…)");
    assertThat(problems(server().addInterceptor(auth()))).hasSize(1);
    assertThat(problems(server().authInterceptor(auth(Toggle.OFF, NOTES + "/Wirte=public"))))
        .as("without requireAuth only the typo is a problem")
        .hasSize(1);
  }

  @Test
  void doesNotBuildWithARuleForWhatItDoesNotHave() {
    AuthInterceptor auth =
        auth(
            NOTES + "/Wirte=public",
            NOTES + "/write=public",
            NOTES + "s/*=public",
            "other.NoteService/Read=public",
            "other.NoteService/Write=public",
            "grpc.health.v1.Health/Check=authenticated",
            "grpc.reflection.v1alpha.ServerReflection/*=public",
            "*=authenticated");
    assertThat(problems(server().authInterceptor(auth)))
        .containsExactlyInAnyOrder(
            "an access rule names the method "
                + NOTES
                + "/Wirte, which does not exist; the nearest is "
                + NOTES
                + "/Write",
            "an access rule names the method "
                + NOTES
                + "/write, which does not exist; the nearest is "
                + NOTES
                + "/Write",
            "an access rule names the service "
                + NOTES
                + "s, which this server does not have; the nearest is "
                + NOTES,
            "an access rule names the service other.NoteService, which this server does not have;"
                + " the nearest is "
                + NOTES);
  }

  @Test
  void theKitAsksTooAndAnEmptyServerHasNoProblem() {
    BindableService notes = new NoteService();
    assertThatThrownBy(
            () -> GRPCTestClient.builder().addService(notes).addInterceptor(auth()).build())
        .hasMessageContaining("no access rule covers");
    assertThat(auth().problems(List.of())).isEmpty();
    assertThat(auth("a.B/C=public").problems(List.of()))
        .containsExactly("an access rule names the service a.B, which this server does not have");
  }

  @Test
  void authenticatesCallsOverARealPort() {
    with(
        server().authInterceptor(auth("*=permission:notes")),
        client -> {
          var nobody = client.stub(NoteServiceGrpc::newBlockingStub);
          assertThatCall(() -> nobody.write(WRITE)).failsWith(Status.Code.UNAUTHENTICATED);
          var bob = client.with(Users.as("bob")).stub(NoteServiceGrpc::newBlockingStub);
          assertThatCall(() -> bob.write(WRITE)).failsWith(Status.Code.PERMISSION_DENIED);
          var ana =
              client.with(Users.as("ana permission:notes")).stub(NoteServiceGrpc::newBlockingStub);
          assertThat(ana.write(WRITE).getText()).isEqualTo("ana");
        });
  }

  @Test
  void healthIsPublicAndReflectionIsNot() {
    with(
        server().authInterceptor(auth("*=role:staff")),
        client -> {
          assertThat(healthy(client)).isTrue();
          assertThat(reflects(client.caller())).isEqualTo(Status.Code.UNAUTHENTICATED);
          assertThat(reflects(client.with(Users.as("ana")))).isEqualTo(Status.Code.OK);
        });
  }

  @Test
  void rulesThatNameThemOverrideWhatIsBuiltIn() {
    AuthInterceptor auth =
        auth(
            "grpc.health.v1.Health/*=authenticated",
            "grpc.reflection.v1.ServerReflection/ServerReflectionInfo=role:staff",
            "*=public");
    // By addInterceptor: what is given to authInterceptor never sees the calls of health.
    with(
        server().addInterceptor(auth),
        client -> {
          assertThatCall(() -> healthy(client)).failsWith(Status.Code.UNAUTHENTICATED);
          assertThat(reflects(client.with(Users.as("ana"))))
              .isEqualTo(Status.Code.PERMISSION_DENIED);
          assertThat(reflects(client.with(Users.as("ana role:staff")))).isEqualTo(Status.Code.OK);
        });
  }

  private static boolean healthy(GRPCTestClient client) {
    return client
            .stub(HealthGrpc::newBlockingStub)
            .check(HealthCheckRequest.getDefaultInstance())
            .getStatusValue()
        == 1;
  }

  private static Status.Code reflects(TestCaller caller) {
    StreamRecorder<ServerReflectionResponse> answers = StreamRecorder.create();
    var requests = caller.stub(ServerReflectionGrpc::newStub).serverReflectionInfo(answers);
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
    requests.onCompleted();
    try {
      GrpcAssertions.assertThat(answers).completesNormally();
      return Status.Code.OK;
    } catch (AssertionError failed) {
      return Status.fromThrowable(failed).getCode();
    }
  }
}
