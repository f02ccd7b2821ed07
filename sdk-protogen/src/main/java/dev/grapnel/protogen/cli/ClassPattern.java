package dev.grapnel.protogen.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A class name, or a pattern of them: {@code *} is any part of a name without a dot, {@code **} any
 * part at all. {@code com.acme.*} are the classes of a package, nested ones included; {@code
 * com.acme.**} those of the packages below, too.
 */
final class ClassPattern {

  private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$.<>,\\[\\]? ]*");
  private static final Pattern WILD = Pattern.compile("[\\p{L}\\p{N}_$.*]+");
  private static final int SHOWN = 100;

  private final String text;
  private final Pattern regex;

  private ClassPattern(String text, Pattern regex) {
    this.text = text;
    this.regex = regex;
  }

  /** Reads a pattern; adds to the problems and gives one that matches nothing if it is wrong. */
  static ClassPattern of(String written, List<String> problems) {
    String text = written.strip();
    boolean wild = text.contains("*");
    boolean right =
        (wild ? WILD : NAME).matcher(text).matches()
            && !text.contains("..")
            && !text.contains("***")
            && !text.endsWith(".");
    if (!right) {
      problems.add(
          "'"
              + TextDiff.visible(text.substring(0, Math.min(text.length(), SHOWN)))
              + "' is neither a class name nor a pattern: write com.acme.User, com.acme.* for a"
              + " package, or com.acme.** for all below, too");
      return new ClassPattern(text, Pattern.compile("(?!)"));
    }
    StringBuilder regex = new StringBuilder();
    for (String piece : text.split("(?<=\\*)(?!\\*)|(?<!\\*)(?=\\*)", -1)) {
      regex.append(
          switch (piece) {
            case "*" -> "[^.]*";
            case "**" -> ".*";
            default -> Pattern.quote(piece);
          });
    }
    return new ClassPattern(text, Pattern.compile(regex.toString()));
  }

  /** Splits lists at commas; those between type arguments are not meant. */
  static List<String> split(List<String> written) {
    List<String> parts = new ArrayList<>();
    for (String list : written) {
      int depth = 0;
      int begin = 0;
      for (int i = 0; i < list.length(); i++) {
        char one = list.charAt(i);
        depth += one == '<' ? 1 : one == '>' ? -1 : 0;
        if (one == ',' && depth == 0) {
          parts.add(list.substring(begin, i));
          begin = i + 1;
        }
      }
      parts.add(list.substring(begin));
    }
    return parts;
  }

  /** Whether it names one class. */
  boolean isName() {
    return !text.contains("*");
  }

  boolean matches(String className) {
    return regex.matcher(className).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
