package dev.grapnel.protogen.modelservice.conversion;

import java.util.List;
import java.util.stream.Collectors;

/** Says that a message holds values that the model cannot have: all of them at once. */
public final class UnfitValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * One value that does not fit.
   *
   * @param field the path of the field, as in {@code author.born}; empty for the message itself
   * @param description what was expected, as in {@code must be a date}
   */
  public record Violation(String field, String description) {

    private Violation within(String parent) {
      return new Violation(
          field.isEmpty() || field.startsWith("[") ? parent + field : parent + "." + field,
          description);
    }
  }

  private final transient List<Violation> violations;

  UnfitValueException(List<Violation> violations) {
    super(
        violations.stream()
            .map(each -> each.field() + " " + each.description())
            .collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  UnfitValueException(String description) {
    this(List.of(new Violation("", description)));
  }

  /**
   * Returns what does not fit.
   *
   * @return at least one, in the order of the model's properties
   */
  public List<Violation> violations() {
    return violations;
  }

  /** The same, seen from the message around. */
  UnfitValueException within(String parent) {
    return new UnfitValueException(violations.stream().map(each -> each.within(parent)).toList());
  }
}
