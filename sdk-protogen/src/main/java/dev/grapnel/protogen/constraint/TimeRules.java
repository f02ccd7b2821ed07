package dev.grapnel.protogen.constraint;

import dev.grapnel.protogen.schema.FieldRule;
import java.util.List;

/** Rules for timestamps. */
final class TimeRules {

  private TimeRules() {}

  /** The present moment itself is on either side: clocks differ. */
  static List<FieldRule> of(Wishes wishes) {
    if (wishes.has("Past", "PastOrPresent")) {
      return List.of(new FieldRule("timestamp.lt_now", "true"));
    }
    return wishes.has("Future", "FutureOrPresent")
        ? List.of(new FieldRule("timestamp.gt_now", "true"))
        : List.of();
  }
}
