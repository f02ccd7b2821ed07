package dev.grapnel.testing.fake;

/** How many calls must come. */
record CallCount(int least, int most) {

  static final CallCount ANY = new CallCount(0, Integer.MAX_VALUE);
  static final CallCount NEVER = new CallCount(0, 0);

  static CallCount exactly(int calls) {
    return new CallCount(positive(calls), calls);
  }

  static CallCount atLeast(int calls) {
    return new CallCount(positive(calls), Integer.MAX_VALUE);
  }

  boolean isNever() {
    return most == 0;
  }

  boolean allows(int calls) {
    return calls >= least && calls <= most;
  }

  String describe() {
    if (isNever()) {
      return "no call";
    }
    return (most > least ? "at least " : "") + calls(least);
  }

  static String calls(int count) {
    return switch (count) {
      case 0 -> "no call";
      case 1 -> "1 call";
      default -> count + " calls";
    };
  }

  private static int positive(int calls) {
    if (calls < 1) {
      throw new IllegalArgumentException(
          "Expected calls are " + calls + ": expected 1 or more, or never()");
    }
    return calls;
  }
}
