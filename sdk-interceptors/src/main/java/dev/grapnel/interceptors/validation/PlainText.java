package dev.grapnel.interceptors.validation;

/** Texts that may come from the wire, fit for statuses and logs. */
final class PlainText {

  private PlainText() {}

  /** Cuts a text, and makes control characters spaces. */
  static String of(String text, int longest) {
    int length = Math.min(text.length(), longest);
    if (length < text.length() && Character.isHighSurrogate(text.charAt(length - 1))) {
      length--;
    }
    StringBuilder plain = new StringBuilder(length + 1);
    for (int i = 0; i < length; i++) {
      char character = text.charAt(i);
      plain.append(Character.isISOControl(character) ? ' ' : character);
    }
    return length < text.length() ? plain.append('…').toString() : plain.toString();
  }
}
