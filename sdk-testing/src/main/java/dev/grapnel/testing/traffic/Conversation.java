package dev.grapnel.testing.traffic;

import dev.grapnel.testing.fake.MessageDiff;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recorded call with its messages as the method has them.
 *
 * @param number its place among those of the method, from 0
 */
record Conversation(int number, List<Line> lines, RecordedCall call) {

  /**
   * What passed.
   *
   * @param message null for the half-close
   */
  record Line(Step.Kind kind, @Nullable Object message) {}

  static Conversation of(int number, RecordedCall call, MethodDescriptor<?, ?> method) {
    List<Line> lines = new ArrayList<>();
    for (Step step : call.steps()) {
      lines.add(new Line(step.kind(), message(step, method)));
    }
    return new Conversation(number, List.copyOf(lines), call);
  }

  boolean beginsWith(List<Line> soFar) {
    return soFar.size() <= lines.size() && lines.subList(0, soFar.size()).equals(soFar);
  }

  /** What a call asked beside what this one asked; as far as the call came, if it goes on. */
  List<String> differences(List<Line> soFar) {
    List<Object> actual = requests(soFar);
    List<Object> expected = requests(lines);
    boolean ended = soFar.stream().anyMatch(line -> line.kind() == Step.Kind.HALF_CLOSE);
    int compared = ended ? expected.size() : Math.min(expected.size(), actual.size());
    return MessageDiff.between(expected.subList(0, compared), actual);
  }

  List<String> requestLines() {
    List<Object> requests = requests(lines);
    return requests.isEmpty() ? List.of("  (none)") : MessageDiff.between(requests, requests);
  }

  private static List<Object> requests(List<Line> lines) {
    List<Object> requests = new ArrayList<>();
    for (Line line : lines) {
      if (line.kind() == Step.Kind.REQUEST && line.message() != null) {
        requests.add(line.message());
      }
    }
    return requests;
  }

  private static @Nullable Object message(Step step, MethodDescriptor<?, ?> method) {
    return switch (step.kind()) {
      case REQUEST -> step.message().to(method.getRequestMarshaller());
      case RESPONSE -> step.message().to(method.getResponseMarshaller());
      case HALF_CLOSE -> null;
    };
  }
}
