package dev.grapnel.interceptors.auth;

/** What tokens, keys and names are made of, and what is left of other text in a log. */
final class PrintableText {

  private static final int LONGEST = 256;

  private PrintableText() {}

  /** Printable ASCII without spaces: in a header, all else would be changed or dropped. */
  static boolean isAscii(String text) {
    return text.chars().allMatch(character -> character > ' ' && character < 0x7f);
  }

  /** Makes text that came from elsewhere fit for one line: printable ASCII, and short. */
  static String of(String text) {
    if (text.length() <= LONGEST && text.chars().allMatch(PrintableText::isPrintable)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(LONGEST);
    text.chars()
        .limit(LONGEST)
        .forEach(
            character -> {
              if (isPrintable(character)) {
                safe.append((char) character);
              } else {
                safe.append("\\u%04x".formatted(character));
              }
            });
    return text.length() > LONGEST ? safe.append("...").toString() : safe.toString();
  }

  private static boolean isPrintable(int character) {
    return character >= ' ' && character <= '~';
  }
}
