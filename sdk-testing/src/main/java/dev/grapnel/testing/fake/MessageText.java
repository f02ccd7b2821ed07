package dev.grapnel.testing.fake;

import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import io.grpc.MethodDescriptor.MethodType;
import java.util.ArrayList;
import java.util.List;

/** Requests as lines of text: protobuf's text format, or what {@code toString} says. */
final class MessageText {

  private static final TextFormat.Printer PRINTER = TextFormat.printer().escapingNonAscii(false);

  private MessageText() {}

  static List<String> of(List<?> requests, MethodType type) {
    if (type.clientSendsOneMessage() && requests.size() == 1) {
      return lines(requests.get(0));
    }
    return numbered(requests);
  }

  static List<String> numbered(List<?> messages) {
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (Object message : messages) {
      lines.add("message " + ++number);
      lines(message).forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  /** The same, but there is always something to see. */
  static List<String> shown(List<?> requests, MethodType type) {
    List<String> lines = of(requests, type);
    return lines.isEmpty() ? List.of(requests.isEmpty() ? "(none)" : "(empty)") : lines;
  }

  static List<String> lines(Object message) {
    String text =
        message instanceof MessageOrBuilder protobuf
            ? PRINTER.printToString(protobuf)
            : String.valueOf(message);
    return text.lines().toList();
  }
}
