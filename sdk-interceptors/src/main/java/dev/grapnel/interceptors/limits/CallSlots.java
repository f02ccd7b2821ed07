package dev.grapnel.interceptors.limits;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts the calls that run for each subject; a subject without calls is not kept. */
final class CallSlots {

  /** The count of a subject that is being taken out of the map: nobody may raise it again. */
  private static final int GONE = -1;

  private final ConcurrentMap<LimitSubject, AtomicInteger> running = new ConcurrentHashMap<>();
  private final int most;

  CallSlots(int most) {
    this.most = most;
  }

  /** The place of one call; given back once, however often that is asked for. */
  final class Slot {

    private final LimitSubject subject;
    private final AtomicInteger count;
    private final AtomicBoolean free = new AtomicBoolean();

    private Slot(LimitSubject subject, AtomicInteger count) {
      this.subject = subject;
      this.count = count;
    }

    void free() {
      if (free.compareAndSet(false, true)
          && count.decrementAndGet() == 0
          && count.compareAndSet(0, GONE)) {
        running.remove(subject, count);
      }
    }
  }

  /** Takes a slot; null if all are taken. */
  @Nullable Slot take(LimitSubject subject) {
    while (true) {
      AtomicInteger count = running.get(subject);
      if (count == null) {
        AtomicInteger first = new AtomicInteger(1);
        if (running.putIfAbsent(subject, first) == null) {
          return new Slot(subject, first);
        }
        continue;
      }
      int calls = count.get();
      if (calls == GONE) {
        running.remove(subject, count);
      } else if (calls >= most) {
        return null;
      } else if (count.compareAndSet(calls, calls + 1)) {
        return new Slot(subject, count);
      }
    }
  }

  int subjects() {
    return running.size();
  }
}
