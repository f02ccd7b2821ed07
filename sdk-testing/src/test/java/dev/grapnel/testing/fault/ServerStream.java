package dev.grapnel.testing.fault;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes up what a gRPC server may send: streams side by side, messages across frames, padding. */
final class ServerStream {

  /** How many messages each stream has. */
  final Map<Integer, Integer> messages = new TreeMap<>();

  private final Random random;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ServerStream(Random random) {
    this.random = random;
    out.writeBytes(frame(4, 0, 0, new byte[0]));
    List<Deque<byte[]>> streams = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      streams.add(stream(2 * i + 1));
    }
    while (!streams.isEmpty()) {
      Deque<byte[]> next = streams.get(random.nextInt(streams.size()));
      out.writeBytes(next.remove());
      if (next.isEmpty()) {
        streams.remove(next);
      }
      if (random.nextInt(5) == 0) {
        out.writeBytes(frame(8, 0, 0, bytes(4)));
      }
    }
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private Deque<byte[]> stream(int id) {
    Deque<byte[]> frames = new ArrayDeque<>();
    frames.add(headers(id, 0));
    byte[] data = messages(id);
    int at = 0;
    while (at < data.length) {
      int count = Math.min(data.length - at, random.nextInt(25));
      frames.add(data(id, data, at, count));
      at += count;
    }
    frames.add(headers(id, Frame.END_STREAM));
    return frames;
  }

  private byte[] messages(int id) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int count = random.nextInt(6);
    messages.put(id, count);
    for (int i = 0; i < count; i++) {
      int length = random.nextInt(3) == 0 ? 0 : random.nextInt(300);
      data.writeBytes(new byte[] {0, 0, 0, (byte) (length >> 8), (byte) length});
      data.writeBytes(bytes(length));
    }
    return data.toByteArray();
  }

  private byte[] data(int id, byte[] data, int from, int count) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    int padding = random.nextInt(20);
    boolean padded = random.nextBoolean();
    if (padded) {
      payload.write(padding);
    }
    payload.write(data, from, count);
    if (padded) {
      payload.writeBytes(new byte[padding]);
    }
    return frame(Frame.DATA, padded ? Frame.PADDED : 0, id, payload.toByteArray());
  }

  /** A header block, at times of several frames, which must stay together. */
  private byte[] headers(int id, int flags) {
    if (random.nextBoolean()) {
      return frame(Frame.HEADERS, flags | Frame.END_HEADERS, id, bytes(random.nextInt(30)));
    }
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(frame(Frame.HEADERS, flags, id, bytes(random.nextInt(30))));
    block.writeBytes(frame(Frame.CONTINUATION, 0, id, bytes(random.nextInt(30))));
    block.writeBytes(frame(Frame.CONTINUATION, Frame.END_HEADERS, id, bytes(3)));
    return block.toByteArray();
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new Frame(payload.length, type, flags, stream).header());
    frame.writeBytes(payload);
    return frame.toByteArray();
  }
}
