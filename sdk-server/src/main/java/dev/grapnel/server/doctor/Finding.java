package dev.grapnel.server.doctor;

/**
 * One thing that a {@link Doctor} found, in words for people.
 *
 * @param severity how bad it is
 * @param code a short name that stays the same in later versions, for example {@code plaintext}
 * @param what what was found, with the values it was found in
 * @param why what can come of it
 * @param fix how to mend it
 */
public record Finding(Severity severity, String code, String what, String why, String fix) {

  /**
   * Returns the finding in one line, for logs.
   *
   * @return what was found, how to mend it, and the code
   */
  public String line() {
    return what + (what.endsWith("?") ? " " : ": ") + fix + " [" + code + "]";
  }
}
