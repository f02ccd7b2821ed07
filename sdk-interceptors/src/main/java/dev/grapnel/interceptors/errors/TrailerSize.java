package dev.grapnel.interceptors.errors;

import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;

/** How large trailers are on the wire. */
final class TrailerSize {

  static final String DETAILS = "grpc-status-details-bin";

  /** What clients take, of grpc-java and most others: beyond that they see no status at all. */
  private static final int LARGEST = 8 * 1024;

  /** What HTTP/2 and gRPC write themselves. */
  private static final int OVERHEAD = 256;

  /** HTTP/2 counts so much for each entry, besides name and value. */
  private static final int PER_ENTRY = 32;

  private static final int LONGEST_TEXT = 1024;

  private TrailerSize() {}

  /** Returns how many bytes details may have beside this status and the rest of the trailers. */
  static int room(Status status, Metadata trailers) {
    int free = LARGEST - OVERHEAD - entry("grpc-message", encoded(shown(status)));
    for (String name : trailers.keys()) {
      free -= DETAILS.equals(name) ? 0 : values(name, trailers);
    }
    // Binary values travel as Base64.
    return (free - entry(DETAILS, 0)) / 4 * 3;
  }

  /** The text of a status as core lets it out: short, and without control characters. */
  static String shown(Status status) {
    String text = status.getDescription();
    if (text == null) {
      return "";
    }
    int length = Math.min(text.length(), LONGEST_TEXT);
    if (length < text.length() && Character.isHighSurrogate(text.charAt(length - 1))) {
      length--;
    }
    StringBuilder shown = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char character = text.charAt(i);
      shown.append(Character.isISOControl(character) ? ' ' : character);
    }
    return shown.toString();
  }

  private static int values(String name, Metadata trailers) {
    int size = 0;
    if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
      var values = trailers.getAll(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
      if (values != null) {
        for (byte[] value : values) {
          size += entry(name, (value.length + 2) / 3 * 4);
        }
      }
      return size;
    }
    var values = trailers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    if (values != null) {
      for (String value : values) {
        size += entry(name, value.length());
      }
    }
    return size;
  }

  private static int entry(String name, int valueSize) {
    return PER_ENTRY + name.length() + valueSize;
  }

  /**
   * gRPC writes anything but printable ASCII, and the per cent sign, as three characters a byte.
   */
  private static int encoded(String text) {
    int size = 0;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      size += octet >= ' ' && octet < 0x7f && octet != '%' ? 1 : 3;
    }
    return size;
  }
}
