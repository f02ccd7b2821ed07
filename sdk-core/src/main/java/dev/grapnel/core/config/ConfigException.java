package dev.grapnel.core.config;

import java.util.List;

/**
 * Thrown when a configuration cannot be used; tells every problem at once, in words for the user.
 */
public final class ConfigException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** One sentence each; part of the serial form, which Javadoc wants told. */
  @SuppressWarnings("serial") // List.copyOf is serializable.
  private final List<String> problems;

  /**
   * Creates the exception.
   *
   * @param problems one sentence for each thing that is wrong; at least one
   */
  public ConfigException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /**
   * Returns what is wrong, one sentence each.
   *
   * @return the problems, in the order they were found
   */
  public List<String> problems() {
    return problems;
  }

  /**
   * Throws if there is any problem.
   *
   * @param problems what was found; may be empty
   * @throws ConfigException if {@code problems} is not empty
   */
  public static void throwIfAny(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private static String message(List<String> problems) {
    if (problems.size() == 1) {
      return problems.get(0);
    }
    return problems.size() + " configuration problems:\n  - " + String.join("\n  - ", problems);
  }
}
