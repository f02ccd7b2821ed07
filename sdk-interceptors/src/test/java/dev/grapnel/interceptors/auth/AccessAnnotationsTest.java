package dev.grapnel.interceptors.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.interceptors.auth.v1.Nothing;
import dev.grapnel.interceptors.auth.v1.OddNamesGrpc;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceImplBase;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessAnnotationsTest {

  private static final String NOTES = NoteServiceGrpc.SERVICE_NAME;
  private static final String ODD = OddNamesGrpc.SERVICE_NAME;

  @RequiresAuthentication
  static class Annotated extends NoteServiceImplBase {
    @Override
    @PublicAccess
    public void read(ReadRequest request, StreamObserver<Note> responses) {}

    @Override
    @RequiresPermission({"notes.write", "notes.read"})
    public void write(WriteRequest request, StreamObserver<Note> responses) {}

    @Override
    @RequiresRole({"staff", "admin"})
    public void delete(ReadRequest request, StreamObserver<Note> responses) {}

    @Override
    public StreamObserver<WriteRequest> chat(StreamObserver<Note> responses) {
      return responses(responses);
    }

    private static StreamObserver<WriteRequest> responses(StreamObserver<Note> responses) {
      throw new UnsupportedOperationException(responses.toString());
    }
  }

  @RequiresRole("heir")
  static final class Heir extends Annotated {
    @Override
    public void write(WriteRequest request, StreamObserver<Note> responses) {}

    @Override
    @RequiresAuthentication
    public void delete(ReadRequest request, StreamObserver<Note> responses) {}
  }

  /** Without the generated base class. */
  static final class Bare implements NoteServiceGrpc.AsyncService {
    @Override
    @PublicAccess
    public void read(ReadRequest request, StreamObserver<Note> responses) {}
  }

  static final class Odd extends OddNamesGrpc.OddNamesImplBase {
    @Override
    @RequiresRole("import")
    public void import_(Nothing request, StreamObserver<Nothing> responses) {}

    @Override
    @RequiresRole("all")
    public void getAllCoins(Nothing request, StreamObserver<Nothing> responses) {}

    @Override
    @RequiresRole("http")
    public StreamObserver<Nothing> hTTPGet(StreamObserver<Nothing> responses) {
      return responses;
    }

    @Override
    @RequiresRole("default")
    public StreamObserver<Nothing> default_(StreamObserver<Nothing> responses) {
      return responses;
    }

    @Override
    @RequiresRole("bind")
    public void bindService(Nothing request, StreamObserver<Nothing> responses) {}
  }

  @Test
  void readsMethodsAndTheClassForTheOthers() {
    assertThat(rules(Annotated.class))
        .containsExactlyInAnyOrder(
            NOTES + "/Read=public",
            NOTES + "/Write=permission:notes.read&notes.write",
            NOTES + "/Delete=role:admin|staff",
            NOTES + "/*=authenticated");
    assertThat(rules(Bare.class)).containsExactly(NOTES + "/Read=public");
    assertThat(rules(NoteServiceImplBase.class)).isEmpty();
  }

  @Test
  void tellsOfAnnotationsThatNoRuleComesOf() {
    Authenticator nobody = (headers, attributes) -> Authentication.absent();

    assertThat(AuthInterceptor.of(nobody).implementationProblems(List.of(Annotated.class)))
        .singleElement()
        .asString()
        .startsWith(Annotated.class.getName() + " says by annotations who may call ")
        .contains(NOTES + "/Delete", NOTES + "/*")
        .endsWith(
            "but no access rule comes of that: add AccessRules.builder().from(Annotated.class) to"
                + " the rules of the AuthInterceptor, or name them in a rule of your own");
    assertThat(
            AuthInterceptor.builder()
                .addAuthenticator(nobody)
                .rules(AccessRules.of(Annotated.class))
                .build()
                .implementationProblems(List.of(Annotated.class, NoteServiceImplBase.class)))
        .isEmpty();
    assertThat(
            AuthInterceptor.builder()
                .addAuthenticator(nobody)
                .rules(AccessRules.builder().service(NOTES, Access.anyone()).build())
                .build()
                .implementationProblems(List.of(Annotated.class)))
        .isEmpty();
  }

  @Test
  void anOverrideKeepsWhatItDoesNotSayItself() {
    assertThat(rules(Heir.class))
        .containsExactlyInAnyOrder(
            NOTES + "/Read=public",
            NOTES + "/Write=permission:notes.read&notes.write",
            NOTES + "/Delete=authenticated",
            NOTES + "/*=role:heir");
  }

  @Test
  void knowsTheNamesThatTheGeneratorMakes() {
    assertThat(rules(Odd.class))
        .containsExactlyInAnyOrder(
            ODD + "/Import=role:import",
            ODD + "/get_all_coins=role:all",
            ODD + "/HTTPGet=role:http",
            ODD + "/Default=role:default",
            ODD + "/BindService=role:bind");
  }

  static final class Mistaken extends NoteServiceImplBase {
    @PublicAccess
    void reed() {}

    @PublicAccess
    void read(String text) {}

    @Override
    @PublicAccess
    @RequiresRole("staff")
    public void write(WriteRequest request, StreamObserver<Note> responses) {}

    @Override
    @RequiresPermission({})
    public void delete(ReadRequest request, StreamObserver<Note> responses) {}
  }

  static final class TwoServices
      implements NoteServiceGrpc.AsyncService, OddNamesGrpc.AsyncService {}

  @Test
  void tellsEveryMistake() {
    String prefix = Mistaken.class.getName();
    assertThat(problems(Mistaken.class))
        .containsExactlyInAnyOrder(
            prefix
                + ".reed has an annotation for access, but is no method of "
                + NOTES
                + "; the nearest is read",
            prefix
                + ".read has an annotation for access, but is no method of "
                + NOTES
                + ", whose read has other parameters",
            prefix
                + ".write has the annotations @PublicAccess and @RequiresRole: expected one; for"
                + " more, write the rule in code with Access.when(…)",
            prefix + ".delete: there is no permission: expected one or more");
    for (Class<?> noService :
        List.of(String.class, TwoServices.class, NoteServiceGrpc.NoteServiceBlockingStub.class)) {
      assertThat(problems(noService))
          .hasSize(1)
          .allMatch(problem -> problem.startsWith(noService.getName() + " is no gRPC service"));
    }
  }

  @Test
  void codeMayNotContradictAnAnnotationButAnotherSetMayOverrideIt() {
    AccessRules.Builder builder =
        AccessRules.builder()
            .from(Annotated.class)
            .method(NoteServiceGrpc.getReadMethod(), Access.role("staff"));
    assertThat(catchThrowableOfType(ConfigException.class, builder::build).problems())
        .containsExactly(
            "there are two access rules for "
                + NOTES
                + "/Read, public and role:staff: expected one");
    AccessRules configured = AccessRules.parse(List.of(NOTES + "/Read=role:staff"));
    AccessRules annotated = AccessRules.builder().from(Annotated.class).build();
    assertThat(configured.orElse(annotated).entries()).contains(NOTES + "/Read=role:staff");
  }

  private static List<String> rules(Class<?> service) {
    return AccessRules.builder().from(service).build().entries();
  }

  private static List<String> problems(Class<?> service) {
    AccessRules.Builder builder = AccessRules.builder().from(service);
    return catchThrowableOfType(ConfigException.class, builder::build).problems();
  }
}
