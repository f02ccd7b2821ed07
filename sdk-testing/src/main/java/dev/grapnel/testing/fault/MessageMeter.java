package dev.grapnel.testing.fault;

/**
 * Counts the gRPC messages of one stream: each is a flag, a length of 4 bytes and as many bytes,
 * wherever frames begin and end.
 */
final class MessageMeter {

  private static final int PREFIX_BYTES = 5;

  private int prefixBytes;
  private long left;
  private int messages;

  int messages() {
    return messages;
  }

  /**
   * Reads on, but not beyond the end of the last wanted message.
   *
   * @return the place after what was read
   */
  int read(byte[] bytes, int from, int to, int wanted) {
    int at = from;
    while (at < to && messages < wanted) {
      if (prefixBytes < PREFIX_BYTES) {
        at = readPrefix(bytes, at);
      } else {
        int count = (int) Math.min(left, to - at);
        left -= count;
        at += count;
      }
      if (prefixBytes == PREFIX_BYTES && left == 0) {
        messages++;
        prefixBytes = 0;
      }
    }
    return at;
  }

  private int readPrefix(byte[] bytes, int at) {
    if (prefixBytes > 0) {
      left = left << 8 | (bytes[at] & 0xff);
    }
    prefixBytes++;
    return at + 1;
  }
}
