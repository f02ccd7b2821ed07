package dev.grapnel.core.config;

/**
 * Names the place a value came from.
 *
 * @param kind what sort of place it is
 * @param name the name at that place: a variable, a property, a file, an option; empty for defaults
 */
public record ConfigSource(Kind kind, String name) {

  /** The sorts of places, strongest first. */
  public enum Kind {
    /** Given by the program: a command line option or a builder call. */
    OVERRIDE(""),
    /** An environment variable. */
    ENVIRONMENT("environment variable "),
    /** A Java system property. */
    SYSTEM_PROPERTY("system property "),
    /** A properties file. */
    FILE("file "),
    /** The built-in default. */
    DEFAULT("default");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  static final ConfigSource DEFAULT = new ConfigSource(Kind.DEFAULT, "");

  /**
   * Describes the place in words, for example {@code environment variable GRPC_PORT}.
   *
   * @return the description
   */
  @Override
  public String toString() {
    return kind.label + name;
  }
}
