package dev.grapnel.testing.fake;

import java.util.List;

/** Whether a script answers a call. */
enum Choice {
  YES,
  NO,
  WHEN_HALF_CLOSED;

  static <ReqT> Choice of(Script<ReqT, ?> script, ReceivedCall<ReqT> call) {
    if (!script.hasAnswer()) {
      return NO;
    }
    List<Condition<ReqT>> conditions = script.conditions();
    // Metadata first: a call of another tenant need not wait for its half-close.
    for (Condition<ReqT> condition : conditions) {
      if (!condition.ofRequests() && !condition.holds(call)) {
        return NO;
      }
    }
    if (!script.asksForRequests()) {
      return YES;
    }
    if (!call.isHalfClosed()) {
      return WHEN_HALF_CLOSED;
    }
    return conditions.stream().allMatch(condition -> condition.holds(call)) ? YES : NO;
  }
}
