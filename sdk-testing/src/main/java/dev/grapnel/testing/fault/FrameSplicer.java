package dev.grapnel.testing.fault;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds the frames in one direction of an HTTP/2 connection, however the bytes come, and puts other
 * frames between them: never before the first one (the settings) and never into a header block.
 *
 * <p>Until {@link #wholeFrames} is called bytes go out as they come: nothing is kept back of what
 * may be another protocol. After it a frame goes out when it is complete.
 */
final class FrameSplicer {

  interface Writer {
    /** Writes a complete frame, header included, as it shall go on. */
    void write(Frame frame, byte[] bytes, ByteArrayOutputStream out);
  }

  private final Writer writer;
  private final ByteArrayOutputStream out;
  private final Deque<byte[]> inserts = new ArrayDeque<>();
  private final byte[] header = new byte[Frame.HEADER_BYTES];
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  private boolean wholeFrames;
  private boolean raw = true;
  private int headerBytes;
  private int payloadLeft;
  private boolean anyFrame;
  private boolean headersOpen;

  FrameSplicer(Writer writer, ByteArrayOutputStream out) {
    this.writer = writer;
    this.out = out;
  }

  void wholeFrames() {
    wholeFrames = true;
  }

  /** Puts a frame between the last and the next: now, or when the frame that is under way ends. */
  void insert(byte[] frame) {
    inserts.add(frame);
    insertIfBetweenFrames();
  }

  void feed(ByteBuffer in) {
    while (in.hasRemaining()) {
      if (headerBytes == 0) {
        raw = !wholeFrames;
      }
      if (headerBytes < header.length) {
        feedHeader(in);
      } else {
        feedPayload(in);
      }
    }
  }

  /** Lets go of an incomplete frame: nothing more comes. */
  void end() {
    out.writeBytes(kept.toByteArray());
    kept.reset();
  }

  private void feedHeader(ByteBuffer in) {
    int count = Math.min(header.length - headerBytes, in.remaining());
    in.get(header, headerBytes, count);
    sink().write(header, headerBytes, count);
    headerBytes += count;
    if (headerBytes == header.length) {
      payloadLeft = Frame.parse(header).length();
      endFrameIfComplete();
    }
  }

  private void feedPayload(ByteBuffer in) {
    byte[] bytes = new byte[Math.min(payloadLeft, in.remaining())];
    in.get(bytes);
    sink().writeBytes(bytes);
    payloadLeft -= bytes.length;
    endFrameIfComplete();
  }

  private ByteArrayOutputStream sink() {
    return raw ? out : kept;
  }

  private void endFrameIfComplete() {
    if (payloadLeft > 0) {
      return;
    }
    Frame frame = Frame.parse(header);
    if (!raw) {
      writer.write(frame, kept.toByteArray(), out);
      kept.reset();
    }
    headerBytes = 0;
    anyFrame = true;
    headersOpen = frame.leavesHeadersOpen();
    insertIfBetweenFrames();
  }

  private void insertIfBetweenFrames() {
    if (!anyFrame || headerBytes > 0 || headersOpen) {
      return;
    }
    while (!inserts.isEmpty()) {
      out.writeBytes(inserts.remove());
    }
  }
}
