package dev.grapnel.core.call;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Keeps status texts short and free of control characters: they end up in other people's logs. */
final class SafeText {

  private static final int LONGEST = 1024;

  private SafeText() {}

  static Status of(Status status) {
    String text = status.getDescription();
    return isSafe(text) ? status : status.withDescription(clean(text == null ? "" : text));
  }

  static String of(String text) {
    return isSafe(text) ? text : clean(text);
  }

  private static boolean isSafe(@Nullable String text) {
    return text == null
        || (text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl));
  }

  private static String clean(String text) {
    int length = Math.min(text.length(), LONGEST);
    if (length < text.length() && Character.isHighSurrogate(text.charAt(length - 1))) {
      length--;
    }
    StringBuilder safe = new StringBuilder(length);
    text.chars()
        .limit(length)
        .forEach(
            character -> safe.append(Character.isISOControl(character) ? ' ' : (char) character));
    return safe.toString();
  }
}
