package dev.grapnel.protogen.schema;

import java.util.Locale;

/** Names that protobuf and buf expect, and those that protoc makes of them. */
public final class FieldNames {

  private FieldNames() {}

  /**
   * Makes a protobuf field name of a Java name: {@code userID} becomes {@code user_id}. A capital
   * starts a word if a small letter is before or after it; digits never start one.
   *
   * @param javaName a Java name
   * @return lower case with single underscores between the words
   */
  public static String snake(String javaName) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < javaName.length(); i++) {
      char c = javaName.charAt(i);
      if (c == '_' || c == '-' || c == '.' || c == '$') {
        if (!snake.isEmpty() && snake.charAt(snake.length() - 1) != '_') {
          snake.append('_');
        }
        continue;
      }
      if (Character.isUpperCase(c) && startsWord(javaName, i) && !snake.isEmpty()) {
        if (snake.charAt(snake.length() - 1) != '_') {
          snake.append('_');
        }
      }
      snake.append(Character.toLowerCase(c));
    }
    int end = snake.length();
    while (end > 0 && snake.charAt(end - 1) == '_') {
      end--;
    }
    return snake.substring(0, end);
  }

  private static boolean startsWord(String name, int at) {
    return at > 0
        && (Character.isLowerCase(name.charAt(at - 1))
            || (at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1))));
  }

  /**
   * Makes a name of capitals: {@code OAuth2Kind} becomes {@code O_AUTH2_KIND}.
   *
   * @param javaName a Java name
   * @return upper case with single underscores between the words
   */
  public static String upperSnake(String javaName) {
    return snake(javaName).toUpperCase(Locale.ROOT);
  }

  /**
   * Makes a message name: {@code get_user} and {@code getUser} become {@code GetUser}.
   *
   * @param name any name
   * @return the name with capitals at the words, without anything between
   */
  public static String pascal(String name) {
    StringBuilder pascal = new StringBuilder();
    boolean capital = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_' || c == '-' || c == '.' || c == '$') {
        capital = true;
      } else {
        pascal.append(capital ? Character.toUpperCase(c) : c);
        capital = false;
      }
    }
    return pascal.toString();
  }

  /**
   * Tells the JSON name that protobuf makes of a field name.
   *
   * @param fieldName the name in a .proto file
   * @return without underscores, a capital after each
   */
  public static String jsonName(String fieldName) {
    StringBuilder json = new StringBuilder();
    boolean capital = false;
    for (int i = 0; i < fieldName.length(); i++) {
      char c = fieldName.charAt(i);
      if (c == '_') {
        capital = true;
      } else {
        json.append(capital ? asciiUpper(c) : c);
        capital = false;
      }
    }
    return json.toString();
  }

  /** The message that protoc makes for the entries of a map. */
  static String entryName(String fieldName) {
    String json = jsonName(fieldName);
    return asciiUpper(json.charAt(0)) + json.substring(1) + "Entry";
  }

  private static char asciiUpper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c;
  }
}
