package dev.grapnel.interceptors.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CallSlotsTest {

  private static final LimitSubject SUBJECT = new LimitSubject("test", "a");

  @Property
  void givesSoManySlotsAndNoMore(
      @ForAll @IntRange(min = 1, max = 5) int most, @ForAll List<Boolean> takes) {
    CallSlots slots = new CallSlots(most);
    Deque<CallSlots.Slot> taken = new ArrayDeque<>();
    for (boolean take : takes) {
      if (take) {
        CallSlots.Slot slot = slots.take(SUBJECT);
        assertThat(slot != null).isEqualTo(taken.size() < most);
        if (slot != null) {
          taken.add(slot);
        }
      } else if (!taken.isEmpty()) {
        CallSlots.Slot slot = taken.remove();
        slot.free();
        slot.free();
      }
      assertThat(slots.subjects()).isEqualTo(taken.isEmpty() ? 0 : 1);
    }
  }

  @Test
  void isExactOnManyThreads() throws Exception {
    int most = 3;
    CallSlots slots = new CallSlots(most);
    LimitSubject[] subjects = {SUBJECT, new LimitSubject("test", "b")};
    AtomicInteger[] running = {new AtomicInteger(), new AtomicInteger()};
    AtomicInteger tooMany = new AtomicInteger();
    CountDownLatch begin = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int thread = 0; thread < 8; thread++) {
      threads.execute(
          () -> {
            try {
              begin.await();
            } catch (InterruptedException e) {
              return;
            }
            for (int i = 0; i < 20_000; i++) {
              int which = ThreadLocalRandom.current().nextInt(2);
              CallSlots.Slot slot = slots.take(subjects[which]);
              if (slot != null) {
                if (running[which].incrementAndGet() > most) {
                  tooMany.incrementAndGet();
                }
                running[which].decrementAndGet();
                slot.free();
                slot.free();
              }
            }
          });
    }
    begin.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(tooMany).hasValue(0);
    assertThat(slots.subjects()).isZero();
    for (int i = 0; i < most; i++) {
      assertThat(slots.take(SUBJECT)).isNotNull();
    }
    assertThat(slots.take(SUBJECT)).isNull();
  }
}
