package dev.grapnel.protogen.breaking;

/** Something published cannot be read; caught in this package, where it becomes a finding. */
final class UnreadableException extends Exception {

  /** The largest file that is read. */
  static final int MAX_FILE_BYTES = 16 * 1024 * 1024;

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String fix;

  UnreadableException(String problem, String fix) {
    super(problem);
    this.problem = problem;
    this.fix = fix;
  }

  static UnreadableException tooLarge(String file) {
    return new UnreadableException(
        file + " has more than " + MAX_FILE_BYTES + " bytes",
        "name the folder or jar of the schema");
  }

  String problem() {
    return problem;
  }

  String fix() {
    return fix;
  }
}
