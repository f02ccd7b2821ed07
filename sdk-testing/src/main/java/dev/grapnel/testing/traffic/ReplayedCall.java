package dev.grapnel.testing.traffic;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Follows a recorded conversation line by line. Its callbacks come one at a time. */
final class ReplayedCall<ReqT, RespT> extends ServerCall.Listener<ReqT> {

  private static final int SHOWN_TO_THE_CLIENT = 800;

  private final ServerCall<ReqT, RespT> call;
  private final Conversations<ReqT, RespT> conversations;
  private final Queue<Conversation.Line> fromClient = new ArrayDeque<>();
  private final List<Conversation.Line> soFar = new ArrayList<>();
  private @Nullable Conversation followed;
  private boolean headersSent;
  private boolean ended;

  ReplayedCall(ServerCall<ReqT, RespT> call, Conversations<ReqT, RespT> conversations) {
    this.call = call;
    this.conversations = conversations;
  }

  void begin() {
    call.request(1);
    follow(conversations.take(soFar));
    goOn();
  }

  @Override
  public void onMessage(ReqT message) {
    fromClient.add(new Conversation.Line(Step.Kind.REQUEST, message));
    goOn();
    call.request(1);
  }

  @Override
  public void onHalfClose() {
    fromClient.add(new Conversation.Line(Step.Kind.HALF_CLOSE, null));
    goOn();
  }

  @Override
  public void onReady() {
    goOn();
  }

  private void goOn() {
    while (!ended && !call.isCancelled() && followed != null) {
      if (soFar.size() == followed.lines().size()) {
        end(followed.call());
        if (ended || fromClient.isEmpty()) {
          return;
        }
        take(fromClient.remove());
      } else if (next(followed).kind() == Step.Kind.RESPONSE) {
        if (!call.isReady()) {
          return;
        }
        send(followed, next(followed));
      } else if (fromClient.isEmpty()) {
        return;
      } else {
        take(fromClient.remove());
      }
    }
  }

  private Conversation.Line next(Conversation conversation) {
    return conversation.lines().get(soFar.size());
  }

  private void take(Conversation.Line line) {
    soFar.add(line);
    Conversation before = followed;
    if (before != null && !before.beginsWith(soFar)) {
      Optional<Conversation> other = conversations.take(soFar);
      conversations.giveBack(before);
      follow(other);
    }
  }

  private void follow(Optional<Conversation> found) {
    followed = found.orElse(null);
    if (followed == null) {
      refuse();
    }
  }

  @SuppressWarnings("unchecked") // The method's marshaller made it.
  private void send(Conversation conversation, Conversation.Line line) {
    sendHeaders(conversation.call());
    soFar.add(line);
    call.sendMessage((RespT) line.message());
  }

  private void end(RecordedCall recorded) {
    RecordedCall.End end = recorded.end();
    if (end != null) {
      ended = true;
      if (recorded.headers() != null) {
        sendHeaders(recorded);
      }
      call.close(end.status(), MetadataValues.toMetadata(end.trailers()));
    }
  }

  private void sendHeaders(RecordedCall recorded) {
    if (!headersSent) {
      headersSent = true;
      call.sendHeaders(
          recorded.headers() == null
              ? new Metadata()
              : MetadataValues.toMetadata(recorded.headers()));
    }
  }

  private void refuse() {
    ended = true;
    String method = call.getMethodDescriptor().getFullMethodName();
    List<Conversation> free = conversations.free();
    String text =
        free.isEmpty()
            ? "All %d recorded calls of %s were made already"
                .formatted(conversations.recorded(), method)
            : "No recorded call of %s is like this one; beside the nearest of %d:\n%s"
                .formatted(method, free.size(), String.join("\n", nearest(free)));
    // The cause is for verify(): what the client does with the status may hide it.
    call.close(
        Status.FAILED_PRECONDITION
            .withDescription(
                text.length() > SHOWN_TO_THE_CLIENT
                    ? text.substring(0, SHOWN_TO_THE_CLIENT) + "..."
                    : text)
            .withCause(new AssertionError(text)),
        new Metadata());
  }

  private List<String> nearest(List<Conversation> free) {
    return free.stream()
        .map(conversation -> conversation.differences(soFar))
        .min(Comparator.comparingLong(ReplayedCall::distance))
        .orElse(List.of());
  }

  private static long distance(List<String> differences) {
    return differences.stream().filter(line -> !line.startsWith("  ")).count();
  }
}
