package dev.grapnel.protogen.lock;

import static dev.grapnel.protogen.lock.Schemas.enumeration;
import static dev.grapnel.protogen.lock.Schemas.field;
import static dev.grapnel.protogen.lock.Schemas.message;
import static dev.grapnel.protogen.lock.Schemas.rpc;
import static dev.grapnel.protogen.lock.Schemas.schema;
import static dev.grapnel.protogen.lock.Schemas.service;
import static dev.grapnel.protogen.lock.Schemas.text;
import static dev.grapnel.protogen.lock.Schemas.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two branches that go on from one lock. */
class LockMergeTest {

  private static final String USER = "com.acme.User";
  private final Lock base = step(null, user(text("id"), text("nick")));

  @Test
  void theSameNumberInTwoBranchesIsAConflictInTextAndFoundIfItIsMergedByHand() {
    Lock ours = step(base, user(text("id"), text("nick"), text("mail")));
    Lock theirs = step(base, user(text("id"), text("nick"), text("phone")));

    assertThat(sumOf(ours)).isNotEqualTo(sumOf(base)).isNotEqualTo(sumOf(theirs));
    String byHand =
        ours.text()
            .replace(
                "        \"nick\": {",
                "        \"phone\": {\"n\":3,\"name\":\"phone\",\"t\":\"string\"},\n"
                    + "        \"nick\": {");
    Diagnostics diagnostics = new Diagnostics();
    assertThat(Lock.read(byHand, "acme.v1.lock.json", diagnostics)).isPresent();
    assertThat(diagnostics.all())
        .extracting(Diagnostic::code)
        .containsExactly(Code.DUPLICATE_NUMBER, Code.LOCK_EDITED);
  }

  private static String sumOf(Lock lock) {
    return lock.text().lines().filter(line -> line.contains("\"sum\"")).findFirst().orElseThrow();
  }

  @Test
  void oursKeepsItsNumberAndTheirsIsGivenTheNext() {
    Lock ours = step(base, user(text("id"), text("nick"), text("mail")));
    Lock theirs = step(base, user(text("id"), text("nick"), text("phone"), text("fax")));

    Lock merged = merge(ours, theirs);

    assertThat(numbers(merged))
        .containsOnly(
            Map.entry("id", 1),
            Map.entry("nick", 2),
            Map.entry("mail", 3),
            Map.entry("fax", 4),
            Map.entry("phone", 5));
    step(merged, user(text("id"), text("nick"), text("mail"), text("phone"), text("fax")));
    assertThat(merge(theirs, ours).text()).isNotEqualTo(merged.text());
    assertThat(merge(ours, ours).text()).isEqualTo(ours.text());
    assertThat(merge(base, theirs).text()).isEqualTo(theirs.text());
    assertThat(merge(ours, base).text()).isEqualTo(ours.text());
  }

  @Test
  void theSameFieldInTwoBranchesIsOne() {
    Lock ours = step(base, user(text("id"), text("nick"), text("mail")));
    Lock theirs = step(base, user(text("id"), text("nick"), text("fax"), text("mail")));

    Lock merged = merge(ours, theirs);

    assertThat(numbers(merged)).containsEntry("mail", 3).containsEntry("fax", 5).hasSize(4);
  }

  @Test
  void aPropertyOfTwoTypesIsOurs() {
    Lock ours = step(base, user(text("id"), text("nick"), text("age")));
    Lock theirs = step(base, user(text("id"), text("nick"), field("age", ScalarType.INT32)));

    Lock merged = merge(ours, theirs);

    assertThat(merged.text()).isEqualTo(ours.text());
    Diagnostics diagnostics = new Diagnostics();
    LockStep.apply(
        Map.of("acme.v1", merged),
        user(text("id"), text("nick"), field("age", ScalarType.INT32)),
        LockOptions.of(LockOptions.Change.ALLOWED),
        diagnostics);
    assertThat(diagnostics.all()).extracting(Diagnostic::code).containsExactly(Code.TYPE_CHANGED);
  }

  @Test
  void removalsAndRenamesOfBothHold() {
    Lock ours = step(base, user(text("nick")));
    Lock theirs = step(base, user(text("id"), text("alias").formerly("nick")));

    Lock merged = merge(ours, theirs);

    assertThat(numbers(merged)).containsOnly(Map.entry("alias", 2));
    assertThat(step(merged, user(text("alias").formerly("nick"))).text()).isEqualTo(merged.text());
  }

  @Test
  void aFieldThatOneBranchHasRemovedAndTheOtherRenamedIsNeverLost() {
    Lock ours = step(base, user(text("id")));
    Lock theirs = step(base, user(text("id"), text("alias").formerly("nick")));

    Lock merged = merge(ours, theirs);

    assertThat(merged.text()).isEqualTo(theirs.text());
    assertThat(merge(theirs, ours).text()).isEqualTo(theirs.text());
    Lock after = step(merged, user(text("id")));
    assertThat(after.messages().get(USER).reserved().get(0).allNames()).contains("alias", "nick");
  }

  @Test
  void twoRenamesOfOneFieldRememberBothNames() {
    Lock ours = step(base, user(text("id"), text("alias").formerly("nick")));
    Lock theirs = step(base, user(text("id"), text("handle").formerly("nick")));

    Lock merged = merge(ours, theirs);

    assertThat(numbers(merged)).containsEntry("alias", 2);
    Lock after = step(merged, user(text("id"), text("handle").formerly("nick", "alias")));
    assertThat(numbers(after)).containsEntry("handle", 2);
    assertThat(after.messages().get(USER).entry("handle").was()).containsExactly("alias", "nick");
  }

  @Test
  void typesAndServicesOfBothAreThere() {
    ProtoSchema user = user(text("id"), text("nick"));
    Lock ours =
        step(
            base,
            schema(
                user.packages().get(0).messages().get(0),
                message("com.acme.Ours", text("a")),
                service("com.acme.Api", "Api", rpc("get", "Get", USER, USER))));
    Lock theirs =
        step(
            base,
            schema(
                user.packages().get(0).messages().get(0),
                enumeration("com.acme.Theirs", List.of(), value("Theirs", "", 0)),
                service("com.acme.Api", "Api", rpc("find", "Find", USER, USER))));

    Lock merged = merge(ours, theirs);

    assertThat(merged.messages().active()).containsOnlyKeys("com.acme.Ours", USER);
    assertThat(merged.enums().active()).containsOnlyKeys("com.acme.Theirs");
    assertThat(merged.services().get("com.acme.Api").rpcs()).containsOnlyKeys("find", "get");
    Lock retired = merge(step(base, schema(message("com.acme.Ours", text("a")))), theirs);
    assertThat(retired.messages().active()).containsOnlyKeys("com.acme.Ours");
    assertThat(retired.messages().retired()).containsOnlyKeys("User");
  }

  @Test
  void oneNameForTwoClassesIsTold() {
    Lock ours = step(null, schema(message("com.acme.a.Item", text("a"))));
    Lock theirs = step(null, schema(message("com.acme.b.Item", text("b"))));
    Diagnostics diagnostics = new Diagnostics();

    LockMerge.resolve(Lock.empty("acme.v1"), ours, theirs, diagnostics);

    assertThat(diagnostics.all())
        .singleElement()
        .hasToString(
            "PG-LOCK-02 acme.v1.lock.json com.acme.b.Item: both branches have made Item, the other"
                + " one of com.acme.a.Item. Fix: annotate one of them with another name, generate in"
                + " its branch, and merge again.");
  }

  private static ProtoSchema user(Schemas.Field... fields) {
    return schema(message(USER, fields));
  }

  private static Lock step(@org.jspecify.annotations.Nullable Lock before, ProtoSchema wanted) {
    Diagnostics diagnostics = new Diagnostics();
    Locked locked =
        LockStep.apply(
            before == null ? Map.of() : Map.of("acme.v1", before),
            wanted,
            LockOptions.of(LockOptions.Change.ALLOWED),
            diagnostics);
    assertThat(diagnostics.all()).isEmpty();
    return locked.after().get("acme.v1");
  }

  private Lock merge(Lock ours, Lock theirs) {
    Diagnostics diagnostics = new Diagnostics();
    Lock merged = LockMerge.resolve(base, ours, theirs, diagnostics);
    assertThat(Lock.read(merged.text(), "acme.v1.lock.json", diagnostics)).isPresent();
    assertThat(diagnostics.all()).isEmpty();
    return merged;
  }

  private static Map<String, Integer> numbers(Lock lock) {
    Map<String, Integer> numbers = new java.util.TreeMap<>();
    lock.messages()
        .get(USER)
        .entries()
        .values()
        .forEach(one -> numbers.put(one.name(), one.number()));
    return numbers;
  }
}
