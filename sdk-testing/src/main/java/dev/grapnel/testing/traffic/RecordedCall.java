package dev.grapnel.testing.traffic;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a recording.
 *
 * @param headers null if the server sent none before its trailers
 * @param end null if the server did not end the call: the client cancelled, or nobody waited
 */
record RecordedCall(
    String method,
    Map<String, List<String>> metadata,
    List<Step> steps,
    @Nullable Map<String, List<String>> headers,
    @Nullable End end) {

  record End(Status.Code code, @Nullable String description, Map<String, List<String>> trailers) {

    Status status() {
      return code.toStatus().withDescription(description);
    }
  }

  String service() {
    return String.valueOf(MethodDescriptor.extractFullServiceName(method));
  }

  List<Body> bodies(Step.Kind kind) {
    return steps.stream().filter(step -> step.kind() == kind).map(Step::message).toList();
  }

  /** Whether no response came before the last request: then the order of messages says nothing. */
  boolean answersAtHalfClose() {
    int halfClose = steps.indexOf(Step.HALF_CLOSE);
    return halfClose >= 0
        && steps.subList(0, halfClose).stream().allMatch(s -> s.kind() == Step.Kind.REQUEST);
  }
}
