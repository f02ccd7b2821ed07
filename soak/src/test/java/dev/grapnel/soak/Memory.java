package dev.grapnel.soak;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a process holds after a garbage collection, in bytes; direct memory is where Netty keeps
 * what is not sent yet.
 */
record Memory(long heap, long direct) {

  static Memory measure() {
    System.gc();
    long buffers =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return new Memory(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        // Netty counts what it takes without the JDK's knowledge, -1 if nothing.
        buffers + Math.max(0, PlatformDependent.usedDirectMemory()));
  }

  static Memory parse(String text) {
    String[] numbers = text.split(" ", -1);
    return new Memory(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
  }

  String text() {
    return heap + " " + direct;
  }

  /** In MiB. */
  long heapMore(Memory before) {
    return (heap - before.heap) >> 20;
  }

  /** In MiB. */
  long directMore(Memory before) {
    return (direct - before.direct) >> 20;
  }
}
