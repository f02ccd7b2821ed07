package dev.grapnel.core.call;

import io.grpc.Metadata;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The id that one call has in logs, errors and metadata. It correlates; it is no secret. */
public final class RequestId {

  /** Where ids travel: {@code x-request-id}. */
  public static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  private static final int LONGEST = 128;

  private RequestId() {}

  /**
   * Takes an id that was received if it is harmless, else makes one.
   *
   * @param received what came with the call, if anything
   * @return an id of 1 to 128 letters, digits, dots, dashes or underscores
   */
  public static String of(@Nullable String received) {
    return received != null && isHarmless(received) ? received : random();
  }

  /** Anything else could forge log lines. By hand, since every call comes here. */
  private static boolean isHarmless(String id) {
    int length = id.length();
    if (length == 0 || length > LONGEST) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = id.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes an id.
   *
   * @return 16 random hexadecimal digits
   */
  public static String random() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
