package dev.grapnel.testing.fault;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Writes the frames of a server and puts an RST_STREAM after the last wanted message of each
 * stream, in the middle of a DATA frame if need be: it becomes two.
 *
 * <p>Nothing is left out. What comes after the RST_STREAM goes on to the client, which ignores it
 * but needs it: headers for its compression table, data for the flow control of the connection.
 */
final class StreamResets implements FrameSplicer.Writer {

  private final IntSupplier wantedMessages;
  private final IntConsumer onReset;
  private final Map<Integer, MessageMeter> meters = new HashMap<>();
  private final Set<Integer> reset = new HashSet<>();
  private int headersOf;
  private boolean headersEndStream;

  /**
   * @param wantedMessages after how many messages to reset each stream; never if it is negative
   * @param onReset told of each stream that is reset
   */
  StreamResets(IntSupplier wantedMessages, IntConsumer onReset) {
    this.wantedMessages = wantedMessages;
    this.onReset = onReset;
  }

  @Override
  public void write(Frame frame, byte[] bytes, ByteArrayOutputStream out) {
    switch (frame.type()) {
      case Frame.DATA -> writeData(frame, bytes, out);
      case Frame.HEADERS, Frame.CONTINUATION -> writeHeaders(frame, bytes, out);
      default -> out.writeBytes(bytes);
    }
  }

  private void writeHeaders(Frame frame, byte[] bytes, ByteArrayOutputStream out) {
    out.writeBytes(bytes);
    if (frame.type() == Frame.HEADERS) {
      headersOf = frame.stream();
      headersEndStream = frame.has(Frame.END_STREAM);
    }
    if (!frame.has(Frame.END_HEADERS)) {
      return;
    }
    if (headersEndStream) {
      forget(headersOf);
    } else if (wantedMessages.getAsInt() == 0 && !reset.contains(headersOf)) {
      reset(headersOf, out);
    }
  }

  private void writeData(Frame frame, byte[] bytes, ByteArrayOutputStream out) {
    if (reset.contains(frame.stream())) {
      out.writeBytes(bytes);
    } else {
      int padding = frame.has(Frame.PADDED) ? bytes[Frame.HEADER_BYTES] & 0xff : 0;
      int start = Frame.HEADER_BYTES + (frame.has(Frame.PADDED) ? 1 : 0);
      writeUpToReset(frame, bytes, start, bytes.length - padding, out);
    }
    if (frame.has(Frame.END_STREAM)) {
      forget(frame.stream());
    }
  }

  private void writeUpToReset(
      Frame frame, byte[] bytes, int start, int end, ByteArrayOutputStream out) {
    MessageMeter meter = meters.computeIfAbsent(frame.stream(), stream -> new MessageMeter());
    int wanted = wantedMessages.getAsInt();
    int cut = meter.read(bytes, start, end, wanted < 0 ? Integer.MAX_VALUE : wanted);
    if (wanted < 0 || meter.messages() < wanted) {
      out.writeBytes(bytes);
    } else if (cut == end) {
      out.writeBytes(bytes);
      reset(frame.stream(), out);
    } else {
      writeFirst(frame, bytes, start, cut, out);
      reset(frame.stream(), out);
      writeRest(frame, bytes, start, cut, out);
    }
  }

  private static void writeFirst(
      Frame frame, byte[] bytes, int start, int cut, ByteArrayOutputStream out) {
    if (cut > start) {
      out.writeBytes(new Frame(cut - start, Frame.DATA, 0, frame.stream()).header());
      out.write(bytes, start, cut - start);
    }
  }

  /** The rest keeps the padding: both together count as much for flow control as the one did. */
  private static void writeRest(
      Frame frame, byte[] bytes, int start, int cut, ByteArrayOutputStream out) {
    int length = frame.length() - (cut - start);
    out.writeBytes(new Frame(length, Frame.DATA, frame.flags(), frame.stream()).header());
    out.write(bytes, Frame.HEADER_BYTES, start - Frame.HEADER_BYTES);
    out.write(bytes, cut, bytes.length - cut);
  }

  private void reset(int stream, ByteArrayOutputStream out) {
    reset.add(stream);
    out.writeBytes(Frame.rstStream(stream, Frame.REFUSED_STREAM));
    onReset.accept(stream);
  }

  private void forget(int stream) {
    meters.remove(stream);
    reset.remove(stream);
  }
}
