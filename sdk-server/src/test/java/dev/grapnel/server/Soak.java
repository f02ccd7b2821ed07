package dev.grapnel.server;

/** How much a test of load does: {@code -Dgrapnel.soak=long} is for the numbers that we promise. */
public final class Soak {

  private Soak() {}

  /** Tells whether it is the long form. */
  public static boolean isLong() {
    return "long".equals(System.getProperty("grapnel.soak"));
  }

  /** Chooses a number. */
  public static int times(int inEveryBuild, int inLong) {
    return isLong() ? inLong : inEveryBuild;
  }
}
