package dev.grapnel.protogen.breaking;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.breaking.protofile.ProtoFiles;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the matrix, and what is beyond them. */
class BreakingRulesTest {

  private static final String BEFORE =
      """
      service S {
        rpc Get(M) returns (M);
        rpc Put(M) returns (Empty) { option idempotency_level = IDEMPOTENT; }
      }
      message Empty {}
      message Other { int32 x = 1; }
      message M {
        reserved 90, 95 to 97; reserved "old";
        int32 a = 1;
        string s = 2;
        repeated string list = 3;
        map<string, Other> map = 4;
        Other other = 5;
        Color color = 6;
        optional int64 maybe = 7;
        int64 long = 8;
        oneof choice { int32 one = 10; string two = 11; }
      }
      enum Color { reserved 9; reserved "C_OLD"; C_NONE = 0; C_RED = 1; C_BLUE = 2; }
      """;

  private static FileDescriptorSet parse(String path, String text) {
    Diagnostics diagnostics = new Diagnostics();
    FileDescriptorSet set =
        ProtoFiles.parse(Map.of(path, text), diagnostics)
            .orElseThrow(() -> new AssertionError(diagnostics.all()));
    assertThat(diagnostics.all()).isEmpty();
    return set;
  }

  private static FileDescriptorSet v1(String text) {
    return parse("p/v1/p.proto", "syntax = \"proto3\"; package p.v1; " + text);
  }

  private static List<String> findings(
      FileDescriptorSet before, FileDescriptorSet after, String... accepted) {
    Diagnostics diagnostics = new Diagnostics();
    BreakingRules.compare(before, after, List.of(accepted), diagnostics);
    return diagnostics.all().stream()
        .map(one -> one.code().id() + " " + one.subject() + ": " + one.problem())
        .toList();
  }

  private static String changed(String what, String by) {
    String after = BEFORE.replace(what, by);
    assertThat(after)
        .as("%s is there once", what)
        .hasSize(BEFORE.length() - what.length() + by.length());
    assertThat(BEFORE).contains(what);
    return after;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # add
          int32 a = 1;                 | int32 a = 1; string added = 20;
          C_NONE = 0;                  | C_NONE = 0; C_GREEN = 3;
          rpc Get(M) returns (M);      | rpc Get(M) returns (M); rpc New(M) returns (M);
          oneof choice {               | oneof choice { bool three = 12;
          message Empty {}             | message Empty {} message New {} service T {} enum E { E_0 = 0; }
          reserved 90, 95 to 97;       | reserved 90, 93 to 99;
          # order
          C_RED = 1; C_BLUE = 2;       | C_BLUE = 2; C_RED = 1;
          int32 one = 10; string two = 11; | string two = 11; int32 one = 10;
          # message fields have presence anyway
          Other other = 5;             | optional Other other = 5;
          # delete an enum value, reserved
          reserved 9; reserved "C_OLD"; C_NONE = 0; C_RED = 1; | reserved 1, 9; reserved "C_OLD", "C_RED"; C_NONE = 0;
          # more is promised
          rpc Get(M) returns (M);      | rpc Get(M) returns (M) { option idempotency_level = NO_SIDE_EFFECTS; }
          """)
  void letsBe(String what, String by) {
    assertThat(findings(v1(BEFORE), v1(changed(what, by)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # delete a field: nothing reserved, the number only, the name only
          int32 a = 1;              |                                | M.a: the field is gone, and neither its number nor its name is reserved
          int32 a = 1;              | reserved 1;                    | M.a: the field is gone, and its name is not reserved
          int32 a = 1;              | reserved "a";                  | M.a: the field is gone, and its number is not reserved
          # rename, renumber
          int32 a = 1;              | int32 b = 1;                   | M.a: the field 1 is now called b
          int32 a = 1;              | int32 a = 21;                  | M.a: its number was 1 and is 21
          int32 a = 1;              | int32 a = 1 [json_name = "A"]; | M.a: its JSON name was a and is A
          # types
          int32 a = 1;              | int64 a = 1;                   | M.a: it was int32 and is int64
          int32 a = 1;              | sint32 a = 1;                  | M.a: it was int32 and is sint32
          int64 long = 8;           | string long = 8;               | M.long: it was int64 and is string
          int32 a = 1;              | Color a = 1;                   | M.a: it was int32 and is enum p.v1.Color
          string s = 2;             | bytes s = 2;                   | M.s: it was string and is bytes
          string s = 2;             | repeated string s = 2;         | M.s: it was string and is repeated string
          repeated string list = 3; | string list = 3;               | M.list: it was repeated string and is string
          map<string, Other> map    | repeated Other map             | M.map: it was map<string, message p.v1.Other> and is repeated message p.v1.Other
          map<string, Other> map    | map<int32, Other> map          | M.map: it was map<string, message p.v1.Other> and is map<int32, message p.v1.Other>
          Other other = 5;          | Empty other = 5;               | M.other: it was message p.v1.Other and is message p.v1.Empty
          # oneofs
          string s = 2; | oneof new { string s = 2; }                | M.s: it is in the oneof new now
          oneof choice { int32 one = 10; string two = 11; } | int32 one = 10; oneof choice { string two = 11; } | M.one: it is no longer in the oneof choice
          oneof choice { int32 one = 10; string two = 11; } | oneof choice { int32 one = 10; } oneof b { string two = 11; } | M.two: it is in the oneof b and was in choice
          # enums
          C_RED = 1;                |                                | Color.C_RED: the value is gone, and neither its number nor its name is reserved
          C_RED = 1;                | reserved 1;                    | Color.C_RED: the value is gone, and its name is not reserved
          C_RED = 1;                | C_ROT = 1;                     | Color.C_RED: the value 1 is now called C_ROT
          C_RED = 1;                | C_RED = 4;                     | Color.C_RED: its number was 1 and is 4
          reserved 9; reserved "C_OLD"; |                            | Color: 9, "C_OLD" are reserved no longer
          # what is reserved
          reserved 90, 95 to 97;    | reserved 95, 97;               | M: 90, 96 are reserved no longer
          reserved "old";           |                                | M: "old" is reserved no longer
          reserved 90, 95 to 97; reserved "old"; | reserved 95 to 97; int32 old = 90; | M.old: old = 90 uses what is reserved
          # calls
          Get(M) returns (M)        | Get(stream M) returns (M)      | S.Get: it was (p.v1.M) returns (p.v1.M) and is (stream p.v1.M) returns (p.v1.M)
          Get(M) returns (M)        | Get(M) returns (stream M)      | S.Get: it was (p.v1.M) returns (p.v1.M) and is (p.v1.M) returns (stream p.v1.M)
          Get(M) returns (M)        | Get(Other) returns (M)         | S.Get: it was (p.v1.M) returns (p.v1.M) and is (p.v1.Other) returns (p.v1.M)
          Get(M) returns (M)        | Get(M) returns (Other)         | S.Get: it was (p.v1.M) returns (p.v1.M) and is (p.v1.M) returns (p.v1.Other)
          rpc Get(M)                | rpc Fetch(M)                   | S.Get: the rpc is gone
          service S                 | service T                      | S: the service is gone
          IDEMPOTENT                | IDEMPOTENCY_UNKNOWN            | S.Put: its idempotency_level was IDEMPOTENT and is IDEMPOTENCY_UNKNOWN
          """)
  void refuses(String what, String by, String finding) {
    assertThat(findings(v1(BEFORE), v1(changed(what, by == null ? "" : by))))
        .containsExactly("PG200 p.v1." + finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          int32 a = 1;          | reserved 1; reserved "a"; | M.a: the field is gone; number 1 and name are reserved
          int32 a = 1;          | optional int32 a = 1;     | M.a: it is optional now
          optional int64 maybe  | int64 maybe               | M.maybe: it is optional no longer
          oneof choice          | oneof other_choice        | M.choice: the oneof is now called other_choice
          """)
  void warns(String what, String by, String finding) {
    assertThat(findings(v1(BEFORE), v1(changed(what, by))))
        .containsExactly("PG201 p.v1." + finding);
  }

  @Test
  void findsARenamedMessageWhereItIsUsed() {
    String after = BEFORE.replace("Other ", "Another ").replace("Other>", "Another>");
    assertThat(findings(v1(BEFORE), v1(after)))
        .containsExactly(
            "PG200 p.v1.M.map: it was map<string, message p.v1.Other>"
                + " and is map<string, message p.v1.Another>",
            "PG200 p.v1.M.other: it was message p.v1.Other and is message p.v1.Another");
  }

  @Test
  void findsTypesThatAreGoneOnlyWhereNothingElseTellsIt() {
    FileDescriptorSet before =
        v1(
            """
            service S { rpc Get(Request) returns (Request); }
            message Request { Deep deep = 1; }
            message Deep { Deepest deepest = 1; message Nested {} }
            message Deepest {}
            message Kept { reserved 2; Gone gone = 1; message Nested {} }
            message Gone { E e = 1; }
            enum E { E_0 = 0; }
            message Root { Leaf leaf = 1; message Nested {} }
            message Leaf { Root root = 1; }
            """);
    assertThat(
            findings(
                before,
                v1(
                    """
                    service S {}
                    message Kept { reserved 1, 2; reserved "gone"; }
                    """)))
        .containsExactly(
            "PG200 p.v1.Kept.Nested: the type is gone",
            "PG200 p.v1.Leaf: the type is gone",
            "PG200 p.v1.Root: the type is gone",
            "PG201 p.v1.Kept.gone: the field is gone; number 1 and name are reserved",
            "PG200 p.v1.S.Get: the rpc is gone");
  }

  @Test
  void tellsAPackageThatIsGoneOnce() {
    assertThat(
            findings(
                v1(BEFORE), parse("p/v2/p.proto", "syntax = \"proto3\"; package p.v2; " + BEFORE)))
        .containsExactly("PG200 p.v1: the package is gone");
  }

  @Test
  void doesNotMindWhichFileThingsAreIn() {
    assertThat(
            findings(
                v1(BEFORE), parse("other.proto", "syntax = \"proto3\"; package p.v1; " + BEFORE)))
        .isEmpty();
  }

  @Test
  void looksAtOwnFilesOnly() {
    FileDescriptorSet imported =
        FileDescriptorSet.newBuilder()
            .addFile(com.google.protobuf.TimestampProto.getDescriptor().toProto())
            .build();
    assertThat(findings(imported, v1(BEFORE))).isEmpty();
  }

  @Test
  void takesEachSwappedFieldForRenumbered() {
    assertThat(
            findings(
                v1("message M { int32 a = 1; string b = 2; }"),
                v1("message M { string b = 1; int32 a = 2; }")))
        .containsExactly(
            "PG200 p.v1.M.a: its number was 1 and is 2",
            "PG200 p.v1.M.b: its number was 2 and is 1");
  }

  @Test
  void acceptsNamesButNotTypes() {
    FileDescriptorSet after =
        v1(
            BEFORE
                .replace("int32 a = 1;", "int64 b = 1;")
                .replace("C_RED", "C_ROT")
                .replace("reserved \"old\";", "string old = 30;"));
    assertThat(findings(v1(BEFORE), after, "p.v1.M.a", "p.v1.Color.C_RED", "p.v1.M.old", "p.v1.M"))
        .containsExactly(
            "PG201 p.v1.M.a: the field 1 is now called b",
            "PG200 p.v1.M.a: it was int32 and is int64",
            "PG201 p.v1.M.old: old = 30 uses what is reserved",
            "PG201 p.v1.Color.C_RED: the value 1 is now called C_ROT");
  }

  @Test
  void keepsEveryNameOfAnEnumNumber() {
    String aliases = "enum E { option allow_alias = true; Z = 0; A = 1; B = 1; }";
    assertThat(findings(v1(aliases), v1("enum E { Z = 0; A = 1; }")))
        .containsExactly("PG200 p.v1.E.B: the value 1 is now called A");
  }

  @Test
  void comparesProto2AsFarAsItCan() {
    FileDescriptorSet before =
        parse(
            "p/v1/p.proto",
            "package p.v1; message M { required int32 a = 1; optional int32 b = 2; extensions 5 to 9; }");
    assertThat(findings(before, v1("message M { int32 a = 1; int32 b = 2; }")))
        .containsExactly(
            "PG201 p.v1: the package was proto2 and is proto3",
            "PG200 p.v1.M.a: it was required int32 and is int32",
            "PG201 p.v1.M.b: it is optional no longer",
            "PG200 p.v1.M: extensions 5 to 9 are gone");
  }

  @Test
  void boundsWhatComesFromOutside() {
    Diagnostics diagnostics = new Diagnostics();
    String name = "a".repeat(10_000);
    BreakingRules.compare(
        v1("message M { int32 " + name + " = 1; }"), v1("message M {}"), diagnostics);
    assertThat(diagnostics.all())
        .singleElement()
        .extracting(Diagnostic::toString)
        .asString()
        .hasSizeLessThan(1_500);
  }
}
