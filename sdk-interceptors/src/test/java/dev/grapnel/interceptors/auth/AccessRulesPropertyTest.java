package dev.grapnel.interceptors.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class AccessRulesPropertyTest {

  private static final List<String> SERVICES = List.of("A", "a.A", "a.B", "a.b.A");
  private static final List<String> METHODS = List.of("M", "m", "N");

  /** What the rules are to mean, written down as simply as can be: text by text. */
  private static @Nullable String model(Map<String, String> rules, String service, String method) {
    for (String name : List.of(service + "/" + method, service + "/*", "*")) {
      if (rules.containsKey(name)) {
        return rules.get(name);
      }
    }
    return null;
  }

  @Property(tries = 300)
  void theMostSpecificRuleDecides(@ForAll("rules") Map<String, String> rules) {
    AccessRules parsed = parse(rules);
    for (String service : SERVICES) {
      for (String method : METHODS) {
        assertThat(decision(parsed, service, method)).isEqualTo(model(rules, service, method));
      }
    }
  }

  @Property(tries = 300)
  void theFirstSetWinsNameByName(
      @ForAll("rules") Map<String, String> first, @ForAll("rules") Map<String, String> second) {
    Map<String, String> both = new HashMap<>(second);
    both.putAll(first);
    AccessRules joined = parse(first).orElse(parse(second));
    for (String service : SERVICES) {
      for (String method : METHODS) {
        assertThat(decision(joined, service, method)).isEqualTo(model(both, service, method));
      }
    }
  }

  @Property
  void textIsReadAsItWasWritten(@ForAll("rules") Map<String, String> rules) {
    AccessRules parsed = parse(rules);
    assertThat(AccessRules.parse(parsed.entries()).entries()).isEqualTo(parsed.entries());
    assertThat(parsed.entries())
        .containsExactlyInAnyOrderElementsOf(
            rules.entrySet().stream().map(rule -> rule.getKey() + "=" + rule.getValue()).toList());
  }

  /** Either it is read, and then it is what was written, or it is told what was expected. */
  @Property
  void noTextIsReadAsSomethingElse(@ForAll("anything") String entry) {
    try {
      AccessRules read = AccessRules.parse(List.of(entry));
      assertThat(AccessRules.parse(read.entries()).entries()).isEqualTo(read.entries());
      String name = read.entries().get(0).substring(0, read.entries().get(0).indexOf('='));
      assertThat(entry).startsWith(name + "=");
    } catch (ConfigException told) {
      assertThat(told.problems())
          .allMatch(problem -> problem.contains("expected") && problem.matches("\\p{Print}+"));
    }
  }

  @Property
  void twoDifferentAccessesForOneNameAreTold(
      @ForAll("name") String name, @ForAll("access") String one, @ForAll("access") String other) {
    List<String> entries = List.of(name + "=" + one, name + "=" + other);
    if (one.equals(other)) {
      assertThat(AccessRules.parse(entries).entries()).containsExactly(name + "=" + one);
    } else {
      assertThatThrownBy(() -> AccessRules.parse(entries))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(name)
          .hasMessageContaining(one)
          .hasMessageContaining(other);
    }
  }

  @Provide
  Arbitrary<Map<String, String>> rules() {
    return Arbitraries.maps(name(), access()).ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> name() {
    return Arbitraries.oneOf(
        Combinators.combine(Arbitraries.of(SERVICES), Arbitraries.of(METHODS))
            .as((service, method) -> service + "/" + method),
        Arbitraries.of(SERVICES).map(service -> service + "/*"),
        Arbitraries.just("*"));
  }

  @Provide
  Arbitrary<String> access() {
    Arbitrary<List<String>> names =
        Arbitraries.of("a", "b.c", "read:all", "Domain Users", "ä")
            .set()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(set -> set.stream().sorted().toList());
    return Arbitraries.oneOf(
        Arbitraries.of("public", "authenticated"),
        names.map(some -> "role:" + String.join("|", some)),
        names.map(some -> "permission:" + String.join("&", some)));
  }

  @Provide
  Arbitrary<String> anything() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "a", ".", "/", "*", "=", "|", "&", " ", "%2f", "\u0000", "\n", "ä", "public", "role:");
    return Arbitraries.oneOf(
        pieces.list().ofMaxSize(8).map(list -> String.join("", list)), Arbitraries.strings());
  }

  private static AccessRules parse(Map<String, String> rules) {
    return AccessRules.parse(
        rules.entrySet().stream().map(rule -> rule.getKey() + "=" + rule.getValue()).toList());
  }

  private static @Nullable String decision(AccessRules rules, String service, String method) {
    Rule rule =
        rules.find(
            MethodDescriptor.newBuilder(NOTHING, NOTHING)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(service + "/" + method)
                .build());
    return rule == null ? null : rule.access().toString();
  }

  private static final Marshaller<String> NOTHING =
      new Marshaller<>() {
        @Override
        public InputStream stream(String value) {
          return InputStream.nullInputStream();
        }

        @Override
        public String parse(InputStream stream) {
          return "";
        }
      };
}
