package dev.grapnel.protogen.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An annotation with the values that are written; defaults are left out. Immutable.
 *
 * <p>A value is a {@link Boolean}, {@link Character}, {@link Number} or {@link String}, an {@link
 * EnumValue}, a {@link ClassLiteral}, a {@code JavaAnnotation}, or a {@link List} of these. An
 * array is a list even when it is written as one value.
 *
 * @param className the binary name of the annotation's class
 * @param values the written values by element name
 */
public record JavaAnnotation(String className, Map<String, Object> values) {

  /**
   * A constant of an enum.
   *
   * @param className the binary name of the enum
   * @param constant the name of the constant
   */
  public record EnumValue(String className, String constant) {}

  /**
   * A class literal.
   *
   * @param type the class
   */
  public record ClassLiteral(JavaType type) {}

  /**
   * Copies what could change.
   *
   * @param className the binary name of the annotation's class
   * @param values the written values by element name
   */
  public JavaAnnotation {
    values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** What compilers tell in place of a value that does not compile. */
  private static final String UNREAD = "<error>";

  /**
   * Tells whether all values that are written are known. In sources that do not compile, some are
   * not: for want of an import, for example.
   *
   * @return whether they are; true for all class files
   */
  public boolean isWhole() {
    return values.values().stream().allMatch(JavaAnnotation::isKnown);
  }

  private static boolean isKnown(Object value) {
    if (value instanceof List<?> parts) {
      return parts.stream().allMatch(JavaAnnotation::isKnown);
    }
    return value instanceof JavaAnnotation nested ? nested.isWhole() : !value.equals(UNREAD);
  }

  /**
   * Tells the name without its package and without the class around it.
   *
   * @return the simple name
   */
  public String simpleName() {
    int end = Math.max(className.lastIndexOf('.'), className.lastIndexOf('$'));
    return className.substring(end + 1);
  }

  /**
   * Tells a written text.
   *
   * @param element the name of the element
   * @return the text; empty if it is not written or the empty text
   */
  public Optional<String> text(String element) {
    return values.get(element) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  /**
   * Tells a written number.
   *
   * @param element the name of the element
   * @param otherwise the number if it is not written
   * @return the number
   */
  public long number(String element, long otherwise) {
    return values.get(element) instanceof Number number ? number.longValue() : otherwise;
  }

  /**
   * Tells a written truth value.
   *
   * @param element the name of the element
   * @param otherwise the value if it is not written
   * @return the value
   */
  public boolean flag(String element, boolean otherwise) {
    return values.get(element) instanceof Boolean flag ? flag : otherwise;
  }

  /**
   * Tells the name of a written enum constant.
   *
   * @param element the name of the element
   * @return the constant's name
   */
  public Optional<String> constant(String element) {
    return values.get(element) instanceof EnumValue value
        ? Optional.of(value.constant())
        : Optional.empty();
  }

  /**
   * Tells the parts of a written array.
   *
   * @param element the name of the element
   * @return the parts, empty if it is not written
   */
  public List<?> parts(String element) {
    return values.get(element) instanceof List<?> parts ? parts : List.of();
  }
}
