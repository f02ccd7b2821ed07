package dev.grapnel.protogen.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.annotation.Resource;
import dev.grapnel.protogen.annotation.Resource.Operation;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoField;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModelReaderTest {

  record NoId(String title) {}

  record ManyIds(List<String> id) {}

  @Resource(id = "isbn")
  record WrongId(int id) {}

  record Shelf(int id) {}

  @Resource(plural = "all shelves", parent = "rooms")
  record Crate(int id) {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface Id {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface ReadOnly {}

  static class Entity {
    @Id private String key = "";

    public String getKey() {
      return key;
    }

    public void setKey(String key) {
      this.key = key;
    }
  }

  static final class Account extends Entity {
    private String owner = "";
    private int balance;

    public String getOwner() {
      return owner;
    }

    public void setOwner(String owner) {
      this.owner = owner;
    }

    @ReadOnly
    public int getBalance() {
      return balance;
    }

    public void setBalance(int balance) {
      this.balance = balance;
    }
  }

  record Pair(@Id int left, @Id int right) {}

  private static List<Diagnostic> findings(Template template, Class<?> type, String name) {
    Crud crud = Crud.of(template, "acme.v1");
    crud.service(type, name);
    return crud.diagnostics.all();
  }

  @Test
  void aModelWithoutAnIdIsToldWithTheWayOut() {
    assertThat(findings(Template.STANDARD, NoId.class, ""))
        .singleElement()
        .hasToString(
            "PG080 ModelReaderTest.NoId: it has no property \"id\" that could be its id. Calls ask"
                + " for one model, and change it, by its id. Fix: say which one it is with"
                + " @Resource(id = \"…\"), or leave out with operations what needs an id.");
  }

  @Test
  void anIdThatIsNamedMustBeThereAndBeOneValue() {
    assertThat(findings(Template.AIP, WrongId.class, ""))
        .extracting(Diagnostic::problem)
        .containsExactly("it has no property \"isbn\" that could be its id");
    assertThat(findings(Template.SOCIO, ManyIds.class, ""))
        .extracting(Diagnostic::problem)
        .containsExactly("its id \"id\" is not one value");
  }

  @Test
  void anAnnotatedIdIsFoundInTheClassesAboveAndReadOnlyFieldsAreNotWritten() {
    Crud crud = Crud.of(Template.SEED, "acme.v1");
    crud.service(Account.class, "AccountService");
    MadeService made = crud.made().get(0);
    assertThat(crud.diagnostics.hasErrors()).isFalse();
    assertThat(made.messages())
        .extracting(one -> one.fields().stream().map(ProtoField::name).toList())
        .containsExactly(
            List.of("key"), List.of("owner"), List.of("key", "owner"), List.of("key"), List.of());
  }

  @Test
  void twoIdsAreNone() {
    assertThat(findings(Template.STANDARD, Pair.class, ""))
        .extracting(Diagnostic::problem)
        .containsExactly("it has several ids: left, right");
  }

  @Test
  void listsAndStreamsNeedNoId() {
    Crud crud = Crud.of(Template.STANDARD, "acme.v1");
    crud.service(NoId.class, "", Operation.LIST, Operation.STREAM, Operation.CREATE);
    assertThat(crud.diagnostics.all()).isEmpty();
  }

  @Test
  void aGuessedPluralIsAWarningWhereItIsUsed() {
    assertThat(findings(Template.STANDARD, Shelf.class, ""))
        .extracting(Diagnostic::code)
        .containsExactly(Code.GUESSED_PLURAL);
    assertThat(findings(Template.SEED, Shelf.class, "")).isEmpty();
    assertThat(findings(Template.SOCIO, Shelf.class, "")).isEmpty();
  }

  @Test
  void wrongAnnotationsAndNamesAreAllTold() {
    assertThat(findings(Template.STANDARD, Crate.class, "crate service"))
        .extracting(Diagnostic::code)
        .containsExactly(Code.BAD_ANNOTATION, Code.BAD_ANNOTATION, Code.BAD_NAME);
  }
}
