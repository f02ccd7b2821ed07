package dev.grapnel.testing.junit;

/** How long services run. */
public enum Lifetime {

  /** Started for each test anew: no test sees what another one left behind. */
  PER_TEST,

  /** Started once for all tests of a class; open calls are still told test by test. */
  PER_CLASS
}
