package dev.grapnel.testing.fault;

import java.nio.ByteBuffer;

/**
 * The 9-byte header of an HTTP/2 frame (RFC 9113, section 4.1), and the frames the proxy writes.
 */
record Frame(int length, int type, int flags, int stream) {

  static final int HEADER_BYTES = 9;

  static final int DATA = 0x0;
  static final int HEADERS = 0x1;
  static final int RST_STREAM = 0x3;
  static final int PUSH_PROMISE = 0x5;
  static final int GOAWAY = 0x7;
  static final int CONTINUATION = 0x9;

  static final int END_STREAM = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;

  static final int NO_ERROR = 0x0;
  static final int REFUSED_STREAM = 0x7;
  static final int CANCEL = 0x8;

  static Frame parse(byte[] header) {
    ByteBuffer in = ByteBuffer.wrap(header);
    int lengthAndType = in.getInt();
    int flags = in.get() & 0xff;
    return new Frame(lengthAndType >>> 8, lengthAndType & 0xff, flags, in.getInt() & 0x7fffffff);
  }

  /** A GOAWAY that lets every running stream go on. */
  static byte[] goAway() {
    return new Frame(8, GOAWAY, 0, 0).with(Integer.MAX_VALUE, NO_ERROR);
  }

  static byte[] rstStream(int stream, int error) {
    return new Frame(4, RST_STREAM, 0, stream).with(error);
  }

  byte[] header() {
    return with();
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Tells whether the next frame has to be a CONTINUATION. */
  boolean leavesHeadersOpen() {
    boolean headers = type == HEADERS || type == PUSH_PROMISE || type == CONTINUATION;
    return headers && !has(END_HEADERS);
  }

  private byte[] with(int... payload) {
    byte[] bytes = new byte[HEADER_BYTES + payload.length * Integer.BYTES];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
    for (int number : payload) {
      out.putInt(number);
    }
    return bytes;
  }
}
