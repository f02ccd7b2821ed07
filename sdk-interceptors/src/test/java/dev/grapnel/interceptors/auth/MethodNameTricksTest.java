package dev.grapnel.interceptors.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.config.Toggle;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One method is public, the others are staff's: no way of writing a name opens those. */
class MethodNameTricksTest {

  private final NotesWithPrincipal notes = new NotesWithPrincipal();
  private final AuthInterceptor auth =
      AuthInterceptor.builder()
          .addAuthenticator(new Users())
          .rules(
              AccessRules.builder()
                  .method(NoteService.READ, Access.anyone())
                  .service(NoteServiceGrpc.SERVICE_NAME, Access.role("staff"))
                  .build())
          .build();

  static List<String> tricks() {
    String service = NoteServiceGrpc.SERVICE_NAME;
    return List.of(
        NoteService.WRITE,
        NoteService.WRITE.toLowerCase(Locale.ROOT),
        NoteService.WRITE.toUpperCase(Locale.ROOT),
        "/" + NoteService.WRITE,
        "//" + NoteService.WRITE,
        NoteService.WRITE + "/",
        service + "//Write",
        "." + NoteService.WRITE,
        NoteService.WRITE + ".",
        "./" + NoteService.WRITE,
        service + "./Write",
        NoteService.READ + "/../Write",
        service + "/Read/Write",
        service + "/Read;Write",
        service + "/Read?" + NoteService.WRITE,
        service + "/%57rite",
        service + "%2FWrite",
        service + "/Write%00",
        service + "/Read\u0000Write",
        service + "/Write\u0000",
        service + "/Write ",
        " " + NoteService.WRITE,
        service + "/",
        "/",
        "/Write",
        "Write",
        service,
        service + "/*",
        "*/Write",
        "*",
        service + "/Unknown",
        "NoteService/Write",
        "grpc.health.v1.Health/Write",
        "grpc.health.v1.Health/../" + NoteService.WRITE,
        service + "/" + "Write".repeat(1000));
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void opensNothing(String name) {
    try (GRPCTestClient client =
        GRPCTestClient.builder().addService(notes).addInterceptor(auth).build().start()) {
      assertThat(call(client.channel(), name)).isNotEqualTo(Status.Code.OK);
      assertThat(call(ClientInterceptors.intercept(client.channel(), Users.as("bob")), name))
          .isNotEqualTo(Status.Code.OK);
    }
    assertThat(notes.calls).hasValue(0);
  }

  @Test
  void opensNothingInAGrapnelServer() {
    try (GRPCServer server =
        GRPCServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(Toggle.OFF)
            .authInterceptor(auth)
            .addService(notes)
            .build()) {
      server.start();
      for (String name : tricks()) {
        // A channel each: some of these names end a connection.
        try (GRPCTestClient client = GRPCTestClient.to("127.0.0.1", server.port()).start()) {
          assertThat(call(client.channel(), name)).as(name).isNotEqualTo(Status.Code.OK);
        }
      }
      try (GRPCTestClient client = GRPCTestClient.to("127.0.0.1", server.port()).start()) {
        assertThat(call(client.channel(), NoteService.WRITE))
            .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(
                call(
                    ClientInterceptors.intercept(client.channel(), Users.as("ana role:staff")),
                    NoteService.WRITE))
            .isEqualTo(Status.Code.OK);
      }
    }
    assertThat(notes.calls).hasValue(1);
  }

  /** Names reach the rules as they are where a fallback registry answers to any of them. */
  @ParameterizedTest
  @MethodSource("tricks")
  void fitsNoRuleButItsOwn(String name) {
    AccessRules rules = AccessRules.builder().method(NoteService.WRITE, Access.anyone()).build();
    assertThat(rules.find(method(name)) != null).isEqualTo(name.equals(NoteService.WRITE));
  }

  private static Status.Code call(Channel channel, String name) {
    try {
      ClientCalls.blockingUnaryCall(
          channel, method(name), CallOptions.DEFAULT, WriteRequest.getDefaultInstance());
      return Status.Code.OK;
    } catch (RuntimeException refused) {
      return Status.fromThrowable(refused).getCode();
    }
  }

  private static MethodDescriptor<WriteRequest, Note> method(String name) {
    return NoteServiceGrpc.getWriteMethod().toBuilder().setFullMethodName(name).build();
  }
}
