package dev.grapnel.core.config;

/** Switches a feature on or off; reads better at a call than a bare boolean. */
public enum Toggle {
  /** The feature is there. */
  ON,
  /** The feature is not there. */
  OFF;

  /**
   * Turns a flag into a toggle.
   *
   * @param on whether the feature is there
   * @return {@link #ON} or {@link #OFF}
   */
  public static Toggle of(boolean on) {
    return on ? ON : OFF;
  }

  /**
   * Tells whether the feature is there.
   *
   * @return whether this is {@link #ON}
   */
  public boolean isOn() {
    return this == ON;
  }
}
