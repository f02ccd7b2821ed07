package dev.grapnel.testing.assertion;

import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How values are printed in failure texts. */
final class Text {

  static final String NONE = "(none)";

  private static final int LONGEST_LINE = 100;
  private static final int MOST_SHOWN = 10;
  private static final int SHOWN_BEFORE = 3;
  private static final TextFormat.Printer PRINTER = TextFormat.printer().escapingNonAscii(false);

  private Text() {}

  static String message(@Nullable Object message) {
    if (!(message instanceof MessageOrBuilder proto)) {
      return String.valueOf(message);
    }
    String name = proto.getDescriptorForType().getName();
    String line = PRINTER.emittingSingleLine(true).printToString(proto).strip();
    return line.length() <= LONGEST_LINE
        ? "%s{%s}".formatted(name, line)
        : "%s{\n%s}".formatted(name, PRINTER.printToString(proto).indent(2));
  }

  static String status(Status status) {
    String description = status.getDescription();
    String code = status.getCode().name();
    return description == null ? code : code + ": " + description;
  }

  /** Prints one message a line; of a long list only those around the one that matters. */
  static String messages(List<?> messages, int around) {
    if (messages.isEmpty()) {
      return "(no messages)";
    }
    int last = messages.size() - MOST_SHOWN;
    int from = Math.max(0, Math.min(around - SHOWN_BEFORE, last));
    int to = Math.min(messages.size(), from + MOST_SHOWN);
    List<String> lines = new ArrayList<>();
    if (from > 0) {
      lines.add("(%d before)".formatted(from));
    }
    for (int i = from; i < to; i++) {
      lines.add("[%d] %s".formatted(i, message(messages.get(i))));
    }
    if (to < messages.size()) {
      lines.add("(%d more)".formatted(messages.size() - to));
    }
    return String.join("\n", lines);
  }

  static String counted(int count, String noun) {
    return count == 1 ? "1 " + noun : count + " " + noun + "s";
  }

  static String duration(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  static String quoted(@Nullable String text) {
    return text == null ? NONE : '"' + text + '"';
  }
}
