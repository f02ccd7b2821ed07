package dev.grapnel.protogen.breaking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.breaking.protofile.ProtoFiles;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.Reserved;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProtoImportTest {

  private static final Origin ORIGIN = new Origin(new SourceLocation("User.java", 3), "User.x");
  private static final ProtoType STRING = new ProtoType.Scalar(ScalarType.STRING);
  private static final ProtoType KIND = new ProtoType.EnumOf("com.acme.Kind");

  private final Diagnostics diagnostics = new Diagnostics();

  private static ProtoField field(String key, String name, int number, ProtoType type) {
    return new ProtoField(
        key,
        name,
        number,
        type,
        Cardinality.IMPLICIT,
        null,
        null,
        Form.PLAIN,
        List.of(),
        false,
        List.of(),
        null,
        ORIGIN);
  }

  private SortedMap<String, Imported> match(
      String existing, List<ProtoField> fields, String... values) {
    ProtoMessage user =
        new ProtoMessage("com.acme.User", "User", fields, List.of(), List.of(), null, ORIGIN);
    List<ProtoEnumValue> all =
        Stream.of(values)
            .map(
                name ->
                    new ProtoEnumValue(
                        name.replace("KIND_", ""),
                        name,
                        name.endsWith("UNSPECIFIED") ? 0 : -1,
                        List.of(),
                        null,
                        ORIGIN))
            .toList();
    ProtoEnum kind =
        new ProtoEnum("com.acme.Kind", "Kind", all, List.of(), List.of(), null, ORIGIN);
    ProtoSchema wanted =
        new ProtoSchema(
            List.of(
                pack("acme.v1", List.of(user), List.of(kind)), pack("b.v1", List.of(), List.of())));
    var set =
        ProtoFiles.parse(
            Map.of("old.proto", "syntax = \"proto3\"; package acme.v1; " + existing), diagnostics);
    return ProtoImport.match(set.orElseThrow(), wanted, diagnostics);
  }

  private static ProtoPackage pack(
      String name, List<ProtoMessage> messages, List<ProtoEnum> enums) {
    return new ProtoPackage(name, name + ".proto", "", "", List.of(), messages, enums);
  }

  private List<String> findings() {
    return diagnostics.all().stream()
        .map(
            one ->
                one.code().id() + " " + one.location() + " " + one.subject() + ": " + one.problem())
        .toList();
  }

  @Test
  void takesNumbersOfEqualNames() {
    SortedMap<String, Imported> imported =
        match(
            "message User { Kind kind = 9; string nick_name = 4; }"
                + " enum Kind { KIND_UNSPECIFIED = 0; KIND_B = 7; KIND_A = 3; }",
            List.of(
                field("nickName", "nick_name", 0, STRING),
                field("added", "added", 0, STRING),
                field("kind", "kind", 0, KIND)),
            "KIND_UNSPECIFIED",
            "KIND_A",
            "KIND_NEW",
            "KIND_B");

    assertThat(findings()).isEmpty();
    assertThat(imported).containsOnlyKeys("acme.v1");
    Imported one = imported.get("acme.v1");
    assertThat(one.packageName()).isEqualTo("acme.v1");
    assertThat(one.fields()).isEqualTo(Map.of("com.acme.User", Map.of("nickName", 4, "kind", 9)));
    assertThat(one.values())
        .isEqualTo(Map.of("com.acme.Kind", Map.of("UNSPECIFIED", 0, "A", 3, "B", 7)));
    assertThat(one.reserved()).isEmpty();
  }

  @Test
  void reservesWhatTheModelHasNot() {
    Imported one =
        match(
                "message User { reserved 2, 5 to 6, 1000 to max; reserved \"x\"; string gone = 3; }"
                    + " enum Kind { reserved 4; KIND_UNSPECIFIED = 0; KIND_GONE = 1; }"
                    + " message Gone { message Inner {} }",
                List.of(),
                "KIND_UNSPECIFIED")
            .get("acme.v1");

    assertThat(one.reserved().get("com.acme.User"))
        .contains(
            new Reserved(3, "gone"),
            new Reserved(2, ""),
            new Reserved(5, ""),
            new Reserved(6, ""),
            new Reserved(1000, ""),
            new Reserved(1999, ""),
            new Reserved(0, "x"))
        .hasSize(1005);
    assertThat(one.reserved().get("com.acme.Kind"))
        .containsExactly(new Reserved(1, "KIND_GONE"), new Reserved(4, ""));
    assertThat(findings())
        .containsExactly(
            "PG201 old.proto acme.v1.User.gone:"
                + " the model has no such property, so 3 and the name are reserved",
            "PG201 old.proto acme.v1.User:"
                + " of the reserved numbers 1000 to 536870911, those up to 1999 are kept",
            "PG201 old.proto acme.v1.Kind.KIND_GONE:"
                + " the model has no such property, so 1 and the name are reserved",
            "PG201 old.proto acme.v1.Gone: the model has no such type");
  }

  @Test
  void tellsAllThatDisagrees() {
    match(
        "message User { int64 a = 1; optional string b = 2; oneof o { string c = 3; } string d = 4;"
            + " message Kind { } Kind kind = 5; }"
            + " enum Kind { KIND_UNKNOWN = 0; }",
        List.of(
            field("a", "a", 0, STRING),
            field("b", "b", 0, STRING),
            field("c", "c", 0, STRING),
            field("d", "d", 8, STRING),
            field("kind", "kind", 0, KIND)),
        "KIND_UNSPECIFIED");

    assertThat(findings())
        .containsExactly(
            "PG-LOCK-07 User.java:3 User.x: it is int64 there, and string by the model"
                + " (acme.v1.User in old.proto)",
            "PG-LOCK-07 User.java:3 User.x: it is string in a oneof there, and string by the model"
                + " (acme.v1.User in old.proto)",
            "PG-LOCK-04 User.java:3 User.x: d has the number 4 there, and 8 by the model"
                + " (acme.v1.User in old.proto)",
            "PG-LOCK-07 User.java:3 User.x: it is message acme.v1.User.Kind there,"
                + " and enum acme.v1.Kind by the model (acme.v1.User in old.proto)",
            "PG-LOCK-04 User.java:3 User.x: KIND_UNSPECIFIED has the number 0,"
                + " which is another value's (acme.v1.Kind in old.proto)",
            "PG201 old.proto acme.v1.User.Kind:"
                + " the model does not nest types, so its numbers are not taken over");
  }

  @Test
  void hasNothingForPackagesThatAreNotThere() {
    assertThat(match("", List.of())).containsOnlyKeys("acme.v1");
    assertThat(findings()).isEmpty();
  }
}
