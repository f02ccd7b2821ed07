package dev.grapnel.interceptors.auth;

/** Makes text that came from elsewhere fit for one line of a log: printable ASCII, and short. */
final class PrintableText {

  private static final int LONGEST = 256;

  private PrintableText() {}

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
