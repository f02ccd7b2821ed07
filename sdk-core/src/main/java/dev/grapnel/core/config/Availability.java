package dev.grapnel.core.config;

/** Says in which environments a feature is there. */
public enum Availability {
  /** Everywhere. */
  ALWAYS,
  /** Everywhere but in production. */
  IN_DEVELOPMENT,
  /** Nowhere. */
  NEVER;

  /**
   * Tells whether the feature is there.
   *
   * @param production whether the process runs in production
   * @return whether it is on
   */
  public boolean isOn(boolean production) {
    return this == ALWAYS || (this == IN_DEVELOPMENT && !production);
  }
}
