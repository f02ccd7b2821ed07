package dev.grapnel.server.protection;

/** How much a test of load does: {@code -Dgrapnel.soak=long} is for the numbers that we promise. */
final class Soak {

  private Soak() {}

  static boolean isLong() {
    return "long".equals(System.getProperty("grapnel.soak"));
  }

  static int times(int inEveryBuild, int inLong) {
    return isLong() ? inLong : inEveryBuild;
  }
}
