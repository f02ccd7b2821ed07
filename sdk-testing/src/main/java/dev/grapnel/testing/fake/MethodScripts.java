package dev.grapnel.testing.fake;

import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The scripts of one method, and the calls it received. Thread-safe. */
final class MethodScripts<ReqT, RespT> {

  private final MethodDescriptor<ReqT, RespT> method;
  private final Playbook playbook;
  private final List<Script<ReqT, RespT>> scripts = new ArrayList<>();
  private final List<ReceivedCall<ReqT>> received = new ArrayList<>();

  MethodScripts(MethodDescriptor<ReqT, RespT> method, Playbook playbook) {
    this.method = method;
    this.playbook = playbook;
  }

  MethodDescriptor<ReqT, RespT> method() {
    return method;
  }

  Playbook playbook() {
    return playbook;
  }

  synchronized Script<ReqT, RespT> add() {
    Script<ReqT, RespT> script = new Script<>(method);
    scripts.add(script);
    return script;
  }

  synchronized void add(ReceivedCall<ReqT> call) {
    received.add(call);
    notifyAll();
  }

  synchronized List<Script<ReqT, RespT>> scripts() {
    return List.copyOf(scripts);
  }

  List<Script<ReqT, RespT>> lastAddedFirst() {
    List<Script<ReqT, RespT>> copy = new ArrayList<>(scripts());
    Collections.reverse(copy);
    return copy;
  }

  synchronized List<ReceivedCall<ReqT>> received() {
    return List.copyOf(received);
  }

  synchronized List<ReceivedCall<ReqT>> awaitReceived(int count, Duration bound)
      throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    while (received.size() < count) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "%s received too few calls\n  expected: %s\n   but was: %s after %s"
                .formatted(
                    method.getFullMethodName(),
                    CallCount.calls(count),
                    CallCount.calls(received.size()),
                    bound));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return received();
  }

  synchronized void reset() {
    scripts.clear();
    received.clear();
  }
}
