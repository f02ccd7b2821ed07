package dev.grapnel.protogen.schema;

import java.util.Locale;
import java.util.Set;

/** Plurals of English words, by a few rules. */
public final class Plurals {

  private static final Set<String> IRREGULAR =
      Set.of(
          "child",
          "criterion",
          "data",
          "datum",
          "deer",
          "equipment",
          "fish",
          "foot",
          "goose",
          "information",
          "man",
          "matrix",
          "media",
          "medium",
          "metadata",
          "money",
          "mouse",
          "ox",
          "people",
          "person",
          "phenomenon",
          "schema",
          "sheep",
          "software",
          "staff",
          "tooth",
          "vertex",
          "woman");

  private Plurals() {}

  /**
   * Makes the plural by rule: {@code Book} becomes {@code Books}, {@code Category} {@code
   * Categories}, {@code Box} {@code Boxes}.
   *
   * @param name a name in PascalCase or snake_case; its last word changes
   * @return the plural, right if {@link #isSure} says so
   */
  public static String of(String name) {
    if (name.endsWith("y") && name.length() > 1 && !isVowel(name.charAt(name.length() - 2))) {
      return name.substring(0, name.length() - 1) + "ies";
    }
    boolean hisses =
        name.endsWith("s")
            || name.endsWith("x")
            || name.endsWith("z")
            || name.endsWith("ch")
            || name.endsWith("sh");
    return name + (hisses ? "es" : "s");
  }

  /**
   * Tells whether the rules hold for a name. They do not for words like {@code Person}, {@code
   * Shelf}, {@code Hero} or {@code News}.
   *
   * @param name a name in PascalCase or snake_case
   * @return false if the plural is a guess
   */
  public static boolean isSure(String name) {
    String word = lastWord(name);
    boolean isPluralAlready = word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us");
    return !word.isEmpty()
        && !IRREGULAR.contains(word)
        && !isPluralAlready
        && !word.endsWith("f")
        && !word.endsWith("fe")
        && !word.endsWith("o")
        && !word.endsWith("z")
        && !Character.isDigit(word.charAt(word.length() - 1));
  }

  private static String lastWord(String name) {
    String snake = FieldNames.snake(name);
    return snake.substring(snake.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean isVowel(char c) {
    return "aeiou".indexOf(c) >= 0;
  }
}
