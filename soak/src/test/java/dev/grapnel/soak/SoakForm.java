package dev.grapnel.soak;

import java.time.Duration;

/** Short in every build, long with {@code -P soak}. */
enum SoakForm {
  SHORT,
  LONG;

  private static final SoakForm CHOSEN =
      valueOf(System.getProperty("grapnel.soak", "short").toUpperCase(java.util.Locale.ROOT));

  static boolean isLong() {
    return CHOSEN == LONG;
  }

  static int choose(int inShort, int inLong) {
    return isLong() ? inLong : inShort;
  }

  static Duration choose(Duration inShort, Duration inLong) {
    return isLong() ? inLong : inShort;
  }

  /** Tells what was measured, in one line of the test's output. */
  static void tell(String scenario, String figures) {
    System.out.printf("soak (%s) %s: %s%n", CHOSEN, scenario, figures);
  }
}
