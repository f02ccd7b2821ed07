package dev.grapnel.testing.traffic;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The recorded calls of a method that were answered while requests came. Thread-safe.
 *
 * <p>Which one a call is shows only as its requests come: it takes the first one that nobody has
 * and that is like it so far, and gives it back for another when it turns out to be different.
 */
final class Conversations<ReqT, RespT> implements ServerCallHandler<ReqT, RespT> {

  private final int recorded;
  private final TreeSet<Conversation> free;

  private Conversations(List<Conversation> all) {
    recorded = all.size();
    free = new TreeSet<>(Comparator.comparingInt(Conversation::number));
    free.addAll(all);
  }

  static <ReqT, RespT> Conversations<ReqT, RespT> of(
      MethodDescriptor<ReqT, RespT> method, List<RecordedCall> calls) {
    List<Conversation> all = new ArrayList<>();
    for (RecordedCall call : calls) {
      all.add(Conversation.of(all.size(), call, method));
    }
    return new Conversations<>(all);
  }

  @Override
  public ServerCall.Listener<ReqT> startCall(ServerCall<ReqT, RespT> call, Metadata headers) {
    ReplayedCall<ReqT, RespT> replayed = new ReplayedCall<>(call, this);
    replayed.begin();
    return replayed;
  }

  int recorded() {
    return recorded;
  }

  synchronized Optional<Conversation> take(List<Conversation.Line> soFar) {
    Optional<Conversation> first = free.stream().filter(c -> c.beginsWith(soFar)).findFirst();
    first.ifPresent(free::remove);
    return first;
  }

  synchronized void giveBack(Conversation conversation) {
    free.add(conversation);
  }

  synchronized List<Conversation> free() {
    return List.copyOf(free);
  }

  /** The calls that nobody made, for people. */
  String missing() {
    StringBuilder text = new StringBuilder();
    for (Conversation conversation : free()) {
      text.append(text.isEmpty() ? "" : "\n").append("not made: recorded call ");
      text.append(conversation.number() + 1).append(" of ").append(recorded).append(" with\n");
      text.append(String.join("\n", conversation.requestLines()));
    }
    return text.toString();
  }
}
