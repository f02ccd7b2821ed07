package dev.grapnel.protogen.lock;

import static dev.grapnel.protogen.lock.Schemas.enumeration;
import static dev.grapnel.protogen.lock.Schemas.field;
import static dev.grapnel.protogen.lock.Schemas.message;
import static dev.grapnel.protogen.lock.Schemas.schema;
import static dev.grapnel.protogen.lock.Schemas.text;
import static dev.grapnel.protogen.lock.Schemas.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoText;
import dev.grapnel.protogen.schema.Reserved;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fields and values: numbers and names. */
class LockStepTest {

  private static final String USER = "com.acme.User";
  private final LockSession lock = new LockSession();

  @Test
  void firstNumbersAreInOrderOfDeclaration() {
    lock.passes(schema(message(USER, text("zip"), text("name"), text("age"))));

    assertThat(numbers()).containsExactly("zip=1", "name=2", "age=3");
  }

  @Test
  void anotherOrderChangesNothing() {
    lock.passes(schema(message(USER, text("zip"), text("name"))));
    Lock before = lock.lock();

    lock.passes(schema(message(USER, text("name"), text("zip"))));

    assertThat(numbers()).containsExactly("name=2", "zip=1");
    assertThat(lock.lock()).isEqualTo(before);
  }

  @Test
  void explicitNumbersHoldAndOthersGoAroundThem() {
    lock.passes(
        schema(message(USER, text("a"), text("b").number(2), text("c").number(18_999), text("d"))));

    assertThat(numbers()).containsExactly("a=1", "b=2", "c=18999", "d=3");
  }

  @Test
  void numbersOfProtobufAreSkipped() {
    LockedType type =
        new LockedType(USER, "User", "", 18_999, LockedType.byKey(List.of()), List.of(), List.of());
    lock.startsWith(
        new Lock(
            "acme.v1",
            Map.of(),
            Section.of(List.of(type), List.of()),
            Section.empty(),
            Section.empty()));

    lock.passes(schema(message(USER, text("a"), text("b"))));

    assertThat(numbers()).containsExactly("a=18999", "b=20000");
  }

  @Test
  void theLastNumberIsTheLast() {
    LockedType type =
        new LockedType(
            USER, "User", "", 536_870_911, LockedType.byKey(List.of()), List.of(), List.of());
    lock.startsWith(
        new Lock(
            "acme.v1",
            Map.of(),
            Section.of(List.of(type), List.of()),
            Section.empty(),
            Section.empty()));

    lock.refuses(schema(message(USER, text("a"), text("b"))), Code.DUPLICATE_NUMBER);
  }

  @Test
  void whatIsRemovedIsReservedByNumberAndName() {
    lock.passes(schema(message(USER, text("id"), text("nick"))));

    lock.passes(schema(message(USER, text("id"))));
    ProtoSchema made = lock.passes(schema(message(USER, text("id"), text("mail"))));

    assertThat(numbers()).containsExactly("id=1", "mail=3");
    assertThat(lock.message().reserved()).containsExactly(new Reserved(2, "nick"));
    assertThat(ProtoText.of(made, "  ").write(made.packages().get(0), List.of()))
        .contains("reserved 2;\n  reserved \"nick\";");
  }

  @Test
  void aReservedNameOrNumberIsNotGivenAgain() {
    lock.passes(schema(message(USER, text("id"), text("nickName"))));
    lock.passes(schema(message(USER, text("id"))));

    lock.refuses(schema(message(USER, text("id"), text("nickName"))), Code.RESERVED_REUSED);
    lock.refuses(
        schema(message(USER, text("id"), text("other").name("nick_name"))), Code.RESERVED_REUSED);
    lock.refuses(
        schema(message(USER, text("id"), text("other").jsonName("nickName"))),
        Code.RESERVED_REUSED);
    lock.refuses(schema(message(USER, text("id"), text("other").number(2))), Code.RESERVED_REUSED);
    lock.refuses(
        schema(message(USER, text("id"), text("other").formerly("nickName"))),
        Code.RESERVED_REUSED);
  }

  @Test
  void whatWasRemovedComesBackWithItsNumberIfThatIsSaidAndTheTypeIsTheSame() {
    lock.passes(schema(message(USER, text("id"), text("nick"))));
    lock.passes(schema(message(USER, text("id"))));

    lock.refuses(
        schema(message(USER, text("id"), field("nick", ScalarType.INT32).revived())),
        Code.RESERVED_REUSED);
    lock.passes(schema(message(USER, text("id"), text("nick").revived(), text("mail"))));

    assertThat(numbers()).containsExactly("id=1", "nick=2", "mail=3");
    assertThat(lock.message().reserved()).isEmpty();
  }

  @Test
  void aRenameThatIsSaidKeepsTheNumberAndReservesTheOldName() {
    lock.passes(schema(message(USER, text("nick"))));

    lock.passes(schema(message(USER, text("alias").formerly("nick"))));

    assertThat(numbers()).containsExactly("alias=1");
    assertThat(lock.message().reserved()).containsExactly(new Reserved(0, "nick"));
    lock.refuses(schema(message(USER, text("alias"), text("nick"))), Code.RESERVED_REUSED);
    lock.passes(schema(message(USER, text("tag").formerly("nick", "alias"))));
    lock.passes(schema(message(USER, text("nick").formerly("tag"))));
    assertThat(numbers()).containsExactly("nick=1");
    assertThat(lock.message().reserved())
        .containsExactly(new Reserved(0, "alias"), new Reserved(0, "tag"));
  }

  @Test
  void aPropertyMayBeRenamedFreelyIfItsFieldKeepsItsName() {
    lock.passes(schema(message(USER, text("nick"))));

    lock.passes(schema(message(USER, text("alias").name("nick"))));

    assertThat(numbers()).containsExactly("nick=1");
    assertThat(lock.message().reserved()).isEmpty();
  }

  @Test
  void aProbableRenameIsAnErrorWithBothWaysOut() {
    lock.passes(schema(message(USER, text("id"), text("nick"))));

    assertThat(lock.refuses(schema(message(USER, text("id"), text("alias"))), Code.PROBABLE_RENAME))
        .hasToString(
            "PG-LOCK-05 Model.java:1 User.alias: it is new, and nick of the same type is gone."
                + " If that is a rename, the number 2 goes on with it. Fix: annotate it with"
                + " @ProtoField(formerly = \"nick\"); or, if it is something else, accept the"
                + " removal: --accept 'com.acme.User#nick'.");
    lock.accepting(Set.of("com.acme.User#nick"))
        .passes(schema(message(USER, text("id"), text("alias"))));
    assertThat(numbers()).containsExactly("id=1", "alias=3");
  }

  @Test
  void aNameChangesOnlyIfThatIsSaid() {
    lock.passes(schema(message(USER, text("nick"))));

    lock.refuses(schema(message(USER, text("nick").name("alias"))), Code.PROBABLE_RENAME);
    lock.refuses(schema(message(USER, text("nick").jsonName("NICK"))), Code.PROBABLE_RENAME);
    lock.passes(schema(message(USER, text("nick").name("alias").formerly("nick"))));

    assertThat(numbers()).containsExactly("alias=1");
  }

  @Test
  void formerlyNamesOneThatIsGone() {
    lock.passes(schema(message(USER, text("a"), text("b"))));

    lock.refuses(
        schema(message(USER, text("a"), text("b"), text("c").formerly("a"))), Code.PROBABLE_RENAME);
    lock.refuses(
        schema(message(USER, text("a").formerly("b"), text("b").formerly("a"))),
        Code.PROBABLE_RENAME);
    lock.refuses(schema(message(USER, text("c").formerly("a", "b"))), Code.PROBABLE_RENAME);
  }

  @Test
  void aTypeNeverChanges() {
    lock.passes(schema(message(USER, field("age", ScalarType.INT32))));

    for (Schemas.Field other :
        List.of(
            field("age", ScalarType.INT64),
            field("age", ScalarType.INT32).cardinality(Cardinality.REPEATED),
            field("age", ScalarType.INT32).oneof("kind"),
            field("age", ScalarType.INT32).form(Form.EPOCH_DAY),
            text("years").formerly("age"),
            text("years").name("age"))) {
      lock.refuses(schema(message(USER, other)), Code.TYPE_CHANGED);
    }
    lock.passes(
        schema(message(USER, field("age", ScalarType.INT32).cardinality(Cardinality.OPTIONAL))));
    lock.passes(schema(message(USER, text("age").name("age_text"))));
    assertThat(numbers()).containsExactly("age_text=2");
    assertThat(lock.message().reserved()).containsExactly(new Reserved(1, "age"));
  }

  @Test
  void anAnnotationAgreesWithTheLock() {
    lock.passes(schema(message(USER, text("a"), text("b"))));

    lock.refuses(schema(message(USER, text("a").number(7), text("b"))), Code.NUMBER_DISAGREES);
    lock.refuses(
        schema(message(USER, text("a"), text("b"), text("c").number(2))), Code.DUPLICATE_NUMBER);
    lock.passes(schema(message(USER, text("a").number(1), text("b"))));
  }

  @Test
  void allFindingsOfARunAreTold() {
    lock.passes(schema(message(USER, text("a"), text("b"), text("c"))));

    assertThat(
            lock.codes(
                schema(
                    message(
                        USER,
                        field("a", ScalarType.BOOL),
                        text("b").number(9),
                        field("c", ScalarType.INT32)))))
        .containsExactly(Code.TYPE_CHANGED, Code.NUMBER_DISAGREES, Code.TYPE_CHANGED);
  }

  @Test
  void valuesOfAnEnumAreKeptLikeFields() {
    String key = "com.acme.Color";
    lock.passes(
        schema(
            enumOf(value("Color", "", 0), value("Color", "RED", -1), value("Color", "BLUE", -1))));
    lock.passes(schema(enumOf(value("Color", "", 0), value("Color", "RED", -1))));

    assertThat(lock.lock().enums().get(key).reserved()).hasSize(1);
    lock.refuses(
        schema(
            enumOf(value("Color", "", 0), value("Color", "RED", -1), value("Color", "BLUE", -1))),
        Code.RESERVED_REUSED);
    lock.refuses(
        schema(
            enumOf(value("Color", "", 0), value("Color", "RED", -1), value("Color", "OLIVE", 2))),
        Code.RESERVED_REUSED);
    lock.refuses(
        schema(enumOf(value("Color", "", 0), value("Color", "ROUGE", -1))), Code.PROBABLE_RENAME);
    lock.passes(schema(enumOf(value("Color", "", 0), value("Color", "ROUGE", -1, "RED"))));
    lock.passes(
        schema(
            enumOf(
                value("Color", "", 0),
                value("Color", "BLUE", 2),
                value("Color", "GREEN", -1),
                value("Color", "ROUGE", -1))));
    assertThat(lock.lock().enums().get(key).entries().values().stream().map(LockedEntry::number))
        .containsExactly(0, 2, 3, 1);
  }

  @Test
  void aConstantOfTheSameNameMayTakeOverTheZero() {
    lock.passes(schema(enumOf(value("Color", "", 0), value("Color", "RED", -1))));

    lock.passes(schema(enumOf(value("Color", "UNSPECIFIED", 0), value("Color", "RED", -1))));
    lock.refuses(
        schema(enumOf(value("Color", "RED", 0), value("Color", "UNSPECIFIED", -1))),
        Code.NUMBER_DISAGREES);
  }

  @Test
  void aLockThatMayNotChangeTellsWhatItLacks() {
    lock.passes(schema(message(USER, text("a"), text("b")), message("com.acme.Old", text("x"))));

    assertThat(
            lock.checks(
                schema(
                    message(USER, text("a").cardinality(Cardinality.OPTIONAL), text("c").number(9)),
                    message("com.acme.New", text("y").number(4), text("z")))))
        .extracting(one -> one.code().id() + " " + one.subject() + ": " + one.problem())
        .containsExactly(
            "PG-LOCK-01 New: the lock does not know it",
            "PG-LOCK-01 User.a: the lock does not know of its change",
            "PG-LOCK-01 User: the lock has b, which is gone",
            "PG-LOCK-01 User.c: the lock does not know it",
            "PG-LOCK-01 com.acme.Old: the lock has it, and it is gone");
    assertThat(
            lock.checks(
                schema(message(USER, text("a"), text("b")), message("com.acme.Old", text("x")))))
        .isEmpty();
  }

  @Test
  void optionsThatBytesDependOnNeverChange() {
    lock.wire(Map.of("presence", "annotated")).passes(schema(message(USER, text("a"))));

    assertThat(lock.wire(Map.of("presence", "all")).codes(schema(message(USER, text("a")))))
        .containsExactly(Code.TYPE_CHANGED);
    assertThat(lock.lock().text()).contains("\"presence\": \"annotated\"");
  }

  @Test
  void whatAnImportReservesIsReserved() {
    ProtoField id = text("id").number(3).made("User");
    lock.passes(
        schema(
            new dev.grapnel.protogen.schema.ProtoMessage(
                USER,
                "User",
                List.of(id),
                List.of(new Reserved(1, "nick")),
                List.of(),
                null,
                Schemas.origin("User"))));

    assertThat(lock.message().reserved()).containsExactly(new Reserved(1, "nick"));
    lock.refuses(schema(message(USER, text("id"), text("nick").revived())), Code.RESERVED_REUSED);
    lock.passes(schema(message(USER, text("id"), text("mail"))));
    assertThat(numbers()).containsExactly("id=3", "mail=2");
  }

  private static Object enumOf(dev.grapnel.protogen.schema.ProtoEnumValue... values) {
    return enumeration("com.acme.Color", List.of(), values);
  }

  private List<String> numbers() {
    return lock.message().fields().stream().map(one -> one.name() + "=" + one.number()).toList();
  }
}
