package dev.grapnel.protogen.breaking.protofile;

/** Blanks comments out: Wire refuses some that protoc takes, for what follows them on the line. */
final class Comments {

  private Comments() {}

  /** The text with blanks where comments were, so that lines and columns stay. */
  static String blank(String text) {
    StringBuilder blanked = new StringBuilder(text);
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      int end = i + 1;
      if (c == '"' || c == '\'') {
        end = endOfString(text, i);
      } else if (text.startsWith("//", i)) {
        end = end(text.indexOf('\n', i), 0, text);
        blank(blanked, i, end);
      } else if (text.startsWith("/*", i)) {
        end = end(text.indexOf("*/", i + 2), 2, text);
        blank(blanked, i, end);
      }
      i = end;
    }
    return blanked.toString();
  }

  private static int end(int found, int length, String text) {
    return found < 0 ? text.length() : found + length;
  }

  private static int endOfString(String text, int start) {
    for (int i = start + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == text.charAt(start) || c == '\n') {
        return i + 1;
      }
    }
    return text.length();
  }

  private static void blank(StringBuilder text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
  }
}
