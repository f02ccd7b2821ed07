package dev.grapnel.testing.traffic;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was seen of a call so far. Thread-safe: the two directions come on different threads. */
final class CallInProgress {

  private final MethodDescriptor<?, ?> method;
  private final Set<String> redacted;
  private final List<Step> steps = new ArrayList<>();
  private Map<String, List<String>> metadata = Map.of();
  private @Nullable Map<String, List<String>> headers;
  private RecordedCall.@Nullable End end;
  private boolean over;

  CallInProgress(MethodDescriptor<?, ?> method, Set<String> redacted) {
    this.method = method;
    this.redacted = redacted;
  }

  synchronized void metadata(Metadata sent) {
    metadata = MetadataValues.of(sent, redacted);
  }

  synchronized void request(Body message) {
    add(Step.request(message));
  }

  synchronized void halfClose() {
    // With one request it says nothing.
    if (!method.getType().clientSendsOneMessage()) {
      add(Step.HALF_CLOSE);
    }
  }

  synchronized void headers(Metadata received) {
    headers = MetadataValues.of(received, redacted);
  }

  synchronized void response(Body message) {
    add(Step.response(message));
  }

  /** The client went away: the status that follows is none that the server chose. */
  synchronized void cancelled() {
    over = true;
  }

  synchronized void end(Status status, Metadata trailers) {
    if (!over) {
      over = true;
      end =
          new RecordedCall.End(
              status.getCode(), status.getDescription(), MetadataValues.of(trailers, redacted));
    }
  }

  synchronized RecordedCall soFar() {
    return new RecordedCall(method.getFullMethodName(), metadata, List.copyOf(steps), headers, end);
  }

  private void add(Step step) {
    if (!over) {
      steps.add(step);
    }
  }
}
