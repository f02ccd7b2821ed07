package dev.grapnel.testing;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of metadata after a way over the wire: a copy, without values that HTTP/2 headers
 * cannot hold. The one user of grpc-java's internal metadata access.
 */
final class WireMetadata {

  private static final Logger LOGGER = LoggerFactory.getLogger("grpc.testing");

  private WireMetadata() {}

  static Metadata copy(Metadata sent) {
    byte[][] pairs = InternalMetadata.serialize(sent);
    List<byte[]> kept = new ArrayList<>(pairs.length);
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      String name = new String(pairs[i], StandardCharsets.US_ASCII);
      if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX) || isPrintable(pairs[i + 1])) {
        kept.add(pairs[i]);
        kept.add(pairs[i + 1]);
      } else {
        LOGGER.warn("metadata {} is dropped as on the wire: it is not printable ASCII", name);
      }
    }
    return InternalMetadata.newMetadata(kept.toArray(new byte[0][]));
  }

  /**
   * The status that metadata over the limit has with HTTP/2. The texts are those of the in-process
   * transport; they stay as the cause, since HTTP/2 does not say what was wrong.
   */
  static Status onWire(Status inProcess) {
    String description = String.valueOf(inProcess.getDescription());
    boolean tooLarge =
        inProcess.getCode() == Status.Code.RESOURCE_EXHAUSTED
            && (description.startsWith("Request metadata larger than ")
                || description.startsWith("Response header metadata larger than "));
    return tooLarge
        ? Status.INTERNAL.withDescription("http2 exception").withCause(inProcess.asException())
        : inProcess;
  }

  private static boolean isPrintable(byte[] value) {
    for (byte character : value) {
      if (character < ' ' || character > '~') {
        return false;
      }
    }
    return true;
  }
}
