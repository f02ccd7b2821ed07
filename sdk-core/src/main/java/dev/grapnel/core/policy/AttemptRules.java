package dev.grapnel.core.policy;

import io.grpc.Status;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What retrying and hedging have in common. */
final class AttemptRules {

  /** More are cut off silently by grpc-java, as gRFC A6 has it. */
  private static final int MOST = 5;

  /** All others say that the call itself is wrong, or that it is over. */
  private static final Set<Status.Code> MAY_PASS =
      EnumSet.of(
          Status.Code.UNAVAILABLE,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.ABORTED,
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN,
          Status.Code.DEADLINE_EXCEEDED);

  private AttemptRules() {}

  static void attempts(String setting, int attempts, List<String> found) {
    if (attempts < 2 || attempts > MOST) {
      found.add(setting + " is " + attempts + ": expected a number from 2 to " + MOST);
    }
  }

  static void codes(String setting, Set<Status.Code> codes, List<String> found) {
    Set<Status.Code> useless = EnumSet.noneOf(Status.Code.class);
    useless.addAll(codes);
    useless.removeAll(MAY_PASS);
    if (!useless.isEmpty()) {
      found.add(
          setting
              + " has "
              + names(useless)
              + ": the same call would end so again; expected some of "
              + names(MAY_PASS));
    }
  }

  static String expectedCodes() {
    return "expected some of " + names(MAY_PASS);
  }

  private static String names(Set<Status.Code> codes) {
    return codes.stream().map(Status.Code::name).collect(Collectors.joining(", "));
  }
}
