package dev.grapnel.interceptors.logging;

/**
 * Writes text that may come from the wire so that it can neither end a line, nor steer a terminal,
 * nor turn text around; its escapes are those of JSON.
 */
final class Escaped {

  /** The longest id, name or address, in characters. */
  static final int LONGEST_WORD = 256;

  /** The longest status description, in characters. */
  static final int LONGEST_TEXT = 1024;

  private static final String HEX = "0123456789abcdef";

  private Escaped() {}

  /** Appends a text; what is longer than the limit is cut, and ends in three dots. */
  static void append(StringBuilder out, String text, int limit) {
    long end = (long) out.length() + limit;
    for (int i = 0; i < text.length(); i++) {
      if (out.length() >= end) {
        out.append("...");
        return;
      }
      char character = text.charAt(i);
      if (character >= ' ' && character <= '~') {
        if (character == '"' || character == '\\') {
          out.append('\\');
        }
        out.append(character);
      } else {
        i += appendSpecial(out, text, i) - 1;
      }
    }
  }

  /** Appends a text in quotes. */
  static void appendQuoted(StringBuilder out, String text, int limit) {
    out.append('"');
    append(out, text, limit);
    out.append('"');
  }

  /** Appends a text as it is if it is one plain word, else in quotes. */
  static void appendWord(StringBuilder out, String text, int limit) {
    if (isWord(text, limit)) {
      out.append(text);
    } else {
      appendQuoted(out, text, limit);
    }
  }

  /** Returns a text that is harmless without quotes, for example in the MDC. */
  static String of(String text) {
    if (isWord(text, LONGEST_WORD)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    append(out, text, LONGEST_WORD);
    return out.toString();
  }

  private static boolean isWord(String text, int limit) {
    int length = text.length();
    if (length == 0 || length > limit || text.equals("-")) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char character = text.charAt(i);
      if (character <= ' ' || character > '~' || character == '"' || character == '\\') {
        return false;
      }
    }
    return true;
  }

  /** Returns how many characters of the text it took. */
  private static int appendSpecial(StringBuilder out, String text, int at) {
    int codePoint = text.codePointAt(at);
    int taken = Character.charCount(codePoint);
    if (isPrintable(codePoint)) {
      out.appendCodePoint(codePoint);
      return taken;
    }
    switch (codePoint) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        for (int i = at; i < at + taken; i++) {
          appendUnicode(out, text.charAt(i));
        }
      }
    }
    return taken;
  }

  private static void appendUnicode(StringBuilder out, char character) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt(character >> shift & 0xf));
    }
  }

  /** Format characters are not: they reorder or hide what stands around them. */
  static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
