package dev.grapnel.testing.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The frames of a whole HTTP/2 stream of bytes, read in the plainest way. */
record Parsed(List<Parsed.Part> parts) {

  record Part(Frame frame, List<Byte> payload) {}

  static Parsed of(byte[] bytes) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      Frame frame = Frame.parse(Arrays.copyOfRange(bytes, at, at + 9));
      List<Byte> payload = new ArrayList<>();
      for (int i = at + 9; i < at + 9 + frame.length(); i++) {
        payload.add(bytes[i]);
      }
      parts.add(new Part(frame, payload));
      at += 9 + frame.length();
    }
    return new Parsed(parts);
  }

  Frame frame(int index) {
    return parts.get(index).frame();
  }

  List<Part> all() {
    return parts;
  }

  long count(int type) {
    return parts.stream().filter(part -> part.frame().type() == type).count();
  }

  List<Part> without(int type) {
    return parts.stream().filter(part -> part.frame().type() != type).toList();
  }

  List<Part> withoutDataAndResets() {
    return without(Frame.DATA).stream()
        .filter(part -> part.frame().type() != Frame.RST_STREAM)
        .toList();
  }

  Set<Integer> resets() {
    List<Integer> streams =
        parts.stream()
            .map(Part::frame)
            .filter(frame -> frame.type() == Frame.RST_STREAM)
            .map(Frame::stream)
            .toList();
    if (Set.copyOf(streams).size() != streams.size()) {
      throw new AssertionError("stream reset twice: " + streams);
    }
    return Set.copyOf(streams);
  }

  /** What each stream takes of the flow control window. */
  Map<Integer, Integer> dataBytes() {
    return parts.stream()
        .map(Part::frame)
        .filter(frame -> frame.type() == Frame.DATA)
        .collect(
            Collectors.groupingBy(
                Frame::stream, TreeMap::new, Collectors.summingInt(Frame::length)));
  }

  boolean headerBlocksAreWhole() {
    boolean open = false;
    for (Part part : parts) {
      if (open != (part.frame().type() == Frame.CONTINUATION)) {
        return false;
      }
      open = part.frame().leavesHeadersOpen();
    }
    return !open;
  }

  int messagesBeforeReset(int stream) {
    List<Byte> data = new ArrayList<>();
    for (Part part : parts) {
      Frame frame = part.frame();
      if (frame.stream() != stream) {
        continue;
      }
      if (frame.type() == Frame.RST_STREAM) {
        break;
      }
      if (frame.type() == Frame.DATA) {
        boolean padded = frame.has(Frame.PADDED);
        int padding = padded ? part.payload().get(0) : 0;
        data.addAll(part.payload().subList(padded ? 1 : 0, frame.length() - padding));
      }
    }
    int count = 0;
    int at = 0;
    while (at < data.size()) {
      at += 5 + (data.get(at + 3) & 0xff) * 256 + (data.get(at + 4) & 0xff);
      count++;
    }
    if (at != data.size()) {
      throw new AssertionError("stream " + stream + " ends in the middle of a message");
    }
    return count;
  }
}
