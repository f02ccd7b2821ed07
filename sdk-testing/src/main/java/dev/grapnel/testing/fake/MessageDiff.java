package dev.grapnel.testing.fake;

import java.util.List;

/** Tells two lists of messages apart, line by line, for failures that people read. */
public final class MessageDiff {

  private MessageDiff() {}

  /**
   * Compares what was expected with what came.
   *
   * @param expected messages; protobuf messages are shown in their text format, others by {@code
   *     toString}
   * @param actual messages
   * @return lines that begin with "- " (missing), "+ " (too much) or two spaces (equal); with two
   *     single messages their lines alone, else each has a line "message 1" above it
   */
  public static List<String> between(List<?> expected, List<?> actual) {
    boolean single = expected.size() == 1 && actual.size() == 1;
    return LineDiff.between(
        single ? MessageText.lines(expected.get(0)) : MessageText.numbered(expected),
        single ? MessageText.lines(actual.get(0)) : MessageText.numbered(actual));
  }
}
