package dev.grapnel.core.config;

/**
 * A text that is not for logs: printing it shows nothing of it.
 *
 * @param value the text itself
 */
public record Secret(String value) {

  /**
   * Tells only that there is something.
   *
   * @return always {@code ****}
   */
  @Override
  public String toString() {
    return "****";
  }
}
