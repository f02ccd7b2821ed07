package dev.grapnel.testing.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * One direction of a connection: chunks on their way, each with the time when it came. Belongs to
 * the thread of the proxy.
 */
final class Flow {

  static final long NOTHING_DUE = Long.MAX_VALUE;

  /** So little that a slow reader is felt by the sender soon. */
  private static final int FULL_BYTES = 64 * 1024;

  private static final long SECOND = 1_000_000_000L;
  private static final int THROTTLED_WRITES_PER_SECOND = 50;

  private record Chunk(ByteBuffer bytes, long came, double draw) {}

  private final SocketChannel to;
  private final Conditions conditions;
  private final boolean throttled;
  private final SplittableRandom jitter;
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private long bytesLeft;
  private long queued;
  private long writableAt;
  private boolean blocked;
  private boolean ended;
  private boolean finished;

  /**
   * @param throttled whether the number of bytes per second holds for this direction
   * @param limit after how many bytes nothing more may be written
   */
  Flow(
      SocketChannel to,
      Conditions conditions,
      boolean throttled,
      long limit,
      SplittableRandom jitter) {
    this.to = to;
    this.conditions = conditions;
    this.throttled = throttled;
    this.bytesLeft = limit;
    this.jitter = jitter;
    writableAt = System.nanoTime();
  }

  void add(byte[] bytes) {
    if (bytes.length > 0) {
      chunks.add(new Chunk(ByteBuffer.wrap(bytes), System.nanoTime(), jitter.nextDouble()));
      queued += bytes.length;
    }
  }

  /** Says that no more chunks come. */
  void end() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }

  /** Tells whether the end has been passed on. */
  boolean isFinished() {
    return finished;
  }

  boolean isLimitReached() {
    return bytesLeft == 0;
  }

  boolean wantsToRead() {
    return !ended && !conditions.stalled && queued < FULL_BYTES;
  }

  boolean wantsToWrite() {
    return blocked && !conditions.stalled;
  }

  /**
   * Writes what is due.
   *
   * @return in how many nanoseconds the next is due
   */
  long pump() throws IOException {
    blocked = false;
    if (conditions.stalled) {
      return NOTHING_DUE;
    }
    while (!chunks.isEmpty() && bytesLeft > 0) {
      Chunk head = chunks.element();
      long wait = untilDue(head);
      if (wait > 0) {
        return wait;
      }
      write(head.bytes());
      if (blocked) {
        return NOTHING_DUE;
      }
    }
    if (ended && !finished && chunks.isEmpty()) {
      finished = true;
      to.shutdownOutput();
    }
    return NOTHING_DUE;
  }

  /** By the conditions of now, not of when the chunk came: they may have been changed. */
  private long untilDue(Chunk head) {
    long now = System.nanoTime();
    long late = head.came() + conditions.latency(head.draw()) - now;
    return isThrottled() ? Math.max(late, writableAt - now) : late;
  }

  private void write(ByteBuffer bytes) throws IOException {
    long most = Math.min(bytes.remaining(), bytesLeft);
    if (isThrottled()) {
      most = Math.min(most, 1 + conditions.bytesPerSecond / THROTTLED_WRITES_PER_SECOND);
    }
    ByteBuffer part = bytes.slice().limit((int) most);
    int written = to.write(part);
    bytes.position(bytes.position() + written);
    queued -= written;
    bytesLeft -= written;
    blocked = part.hasRemaining();
    if (isThrottled()) {
      writableAt = System.nanoTime() + written * SECOND / conditions.bytesPerSecond;
    }
    if (!bytes.hasRemaining()) {
      chunks.remove();
    }
  }

  private boolean isThrottled() {
    return throttled && conditions.bytesPerSecond != Long.MAX_VALUE;
  }
}
