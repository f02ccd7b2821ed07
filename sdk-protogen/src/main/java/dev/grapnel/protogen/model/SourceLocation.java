package dev.grapnel.protogen.model;

/**
 * Where something is declared.
 *
 * @param file the file's name, for example {@code User.java}; empty if it is not known
 * @param line the line, from 1; 0 if it is not known, as in class files
 */
public record SourceLocation(String file, int line) {

  /** A place that is not known. */
  public static final SourceLocation UNKNOWN = new SourceLocation("", 0);

  @Override
  public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
