package dev.grapnel.protogen.constraint;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.grapnel.core.config.OptionalLibrary;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.schema.FieldRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules for text. */
final class TextRules {

  private static final Map<String, String> FLAGS =
      Map.of("CASE_INSENSITIVE", "i", "MULTILINE", "m", "DOTALL", "s");

  private TextRules() {}

  static List<FieldRule> of(Wishes wishes, Report report) {
    List<FieldRule> rules = new ArrayList<>();
    Optional<Long> least =
        wishes.has("NotEmpty") ? Optional.of(atLeastOne(wishes)) : wishes.least();
    least.ifPresent(min -> rules.add(new FieldRule("string.min_len", "" + min)));
    wishes.most().ifPresent(max -> rules.add(new FieldRule("string.max_len", "" + max)));
    formats(wishes, rules);
    List<String> patterns = new ArrayList<>();
    if (wishes.has("NotBlank")) {
      // A pattern is searched for, not matched.
      patterns.add("\\S");
    }
    wishes.named("Pattern").forEach(one -> pattern(one, report).ifPresent(patterns::add));
    for (int i = 0; i < patterns.size(); i++) {
      // There is one pattern a field; the others are expressions.
      rules.add(
          i == 0
              ? new FieldRule("string.pattern", quoted(patterns.get(0)))
              : new FieldRule(
                  "cel_expression", quoted("this.matches(" + quoted(patterns.get(i)) + ")")));
    }
    return rules;
  }

  private static long atLeastOne(Wishes wishes) {
    return wishes.least().orElse(1L);
  }

  private static void formats(Wishes wishes, List<FieldRule> rules) {
    // protovalidate knows one format a field.
    if (wishes.has("Email")) {
      rules.add(new FieldRule("string.email", "true"));
    } else if (wishes.has("UUID")) {
      rules.add(new FieldRule("string.uuid", "true"));
    } else if (wishes.has("URL")) {
      rules.add(new FieldRule("string.uri", "true"));
    }
  }

  private static Optional<String> pattern(JavaAnnotation constraint, Report report) {
    StringBuilder flags = new StringBuilder();
    for (Object part : constraint.parts("flags")) {
      String name = part instanceof JavaAnnotation.EnumValue flag ? flag.constant() : "";
      if (!FLAGS.containsKey(name)) {
        report.skipped(Code.PATTERN_NOT_RE2, constraint, "RE2 has no flag " + name + ".");
        return Optional.empty();
      }
      flags.append(FLAGS.get(name));
    }
    // Java matches the whole text, RE2 searches. The flags are not for the ends: with MULTILINE,
    // one line that matches would do.
    String regexp = constraint.text("regexp").orElse("");
    String pattern = "^(?" + flags + ":" + regexp + ")$";
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(regexp)) {
      report.skipped(Code.PATTERN_NOT_RE2, constraint, "It has half a character.");
      return Optional.empty();
    }
    String problem = OptionalLibrary.using("com.google.re2j:re2j", () -> Re2.problem(pattern));
    if (problem.isEmpty()) {
      return Optional.of(pattern);
    }
    report.skipped(
        Code.PATTERN_NOT_RE2,
        constraint,
        "RE2 has neither look-around nor back-references: " + problem + ".");
    return Optional.empty();
  }

  /** Apart, for a class that catches what is not there is not loaded. */
  private static final class Re2 {

    private Re2() {}

    /** What RE2 does not take; empty if it takes all. */
    static String problem(String pattern) {
      try {
        Pattern.compile(pattern);
        return "";
      } catch (PatternSyntaxException unknown) {
        return unknown.getDescription();
      }
    }
  }

  /** As a string of protobuf text, and of CEL. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          // Control characters by their octal number, which both know.
          quoted.append(c < ' ' || c == '\u007f' ? "\\%03o".formatted((int) c) : String.valueOf(c));
        }
      }
    }
    return quoted.append('"').toString();
  }
}
