package dev.grapnel.protogen.lock;

import java.util.Random;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Long histories of edits, with branches: nothing that was given is ever given again. */
class LockHistoryTest {

  private static final int STEPS = 500;

  @Property(
      tries = 3,
      seed = "23",
      afterFailure = AfterFailureMode.PREVIOUS_SEED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.OFF)
  void noNumberOrNameIsEverGivenToSomethingElse(@ForAll long seed) throws Exception {
    new History(new Random(seed)).run(STEPS);
  }
}
