package dev.grapnel.interceptors.logging;

import dev.grapnel.core.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A line of text: what stands between placeholders, and the placeholders, in turn. */
final class TextFormat extends LogFormat {

  static final TextFormat DEFAULT =
      compile(
          "{side} {method} {status} {duration} peer={peer} request_id={request_id}"
              + " trace_id={trace_id} principal={principal} received={messages_received}"
              + " sent={messages_sent} description={description}");

  private final String[] literals;
  private final Placeholder[] placeholders;

  private TextFormat(List<String> literals, List<Placeholder> placeholders) {
    this.literals = literals.toArray(String[]::new);
    this.placeholders = placeholders.toArray(Placeholder[]::new);
  }

  static TextFormat compile(String pattern) {
    List<String> problems = new ArrayList<>();
    if (pattern.isBlank() || !pattern.codePoints().allMatch(Escaped::isPrintable)) {
      problems.add(
          "the log pattern is blank or holds a line break or invisible character: expected one line");
    }
    List<String> literals = new ArrayList<>();
    List<Placeholder> placeholders = new ArrayList<>();
    int at = 0;
    for (int open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', at)) {
      int close = pattern.indexOf('}', open);
      if (close < 0) {
        problems.add("the log pattern has a { without }: " + Escaped.of(pattern.substring(open)));
        break;
      }
      String word = pattern.substring(open + 1, close);
      Optional<Placeholder> placeholder = Placeholder.find(word);
      if (placeholder.isEmpty()) {
        problems.add(
            "the log pattern has {%s}: expected one of %s"
                .formatted(Escaped.of(word), Placeholder.all()));
      }
      literals.add(pattern.substring(at, open));
      placeholder.ifPresent(placeholders::add);
      at = close + 1;
    }
    literals.add(pattern.substring(at));
    ConfigException.throwIfAny(problems);
    return new TextFormat(literals, placeholders);
  }

  @Override
  String call(CallEnd end) {
    StringBuilder out = new StringBuilder(256);
    for (int i = 0; i < placeholders.length; i++) {
      out.append(literals[i]);
      placeholders[i].append(out, end);
    }
    out.append(literals[placeholders.length]);
    if (end.slow()) {
      out.append(" (slow call)");
    }
    return out.toString();
  }

  @Override
  String message(MessageLine line) {
    String payload = line.payload().text();
    StringBuilder out = new StringBuilder(payload.length() + 128);
    out.append(line.call().side().word()).append(' ');
    Escaped.appendWord(out, line.call().method(), Escaped.LONGEST_WORD);
    out.append(' ').append(line.kind().word()).append(' ').append(line.number());
    out.append(" request_id=");
    Escaped.appendWord(out, line.call().requestId(), Escaped.LONGEST_WORD);
    out.append(' ').append(payload);
    if (line.payload().cut()) {
      out.append("... (cut after ").append(payload.length()).append(" characters)");
    }
    return out.toString();
  }
}
