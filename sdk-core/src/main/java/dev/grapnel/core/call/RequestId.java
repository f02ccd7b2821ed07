package dev.grapnel.core.call;

import io.grpc.Metadata;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that one call has in logs, errors and metadata. It correlates; it is no secret. */
public final class RequestId {

  /** Where ids travel: {@code x-request-id}. */
  public static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  /** Anything else could forge log lines. */
  private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private RequestId() {}

  /**
   * Takes an id that was received if it is harmless, else makes one.
   *
   * @param received what came with the call, if anything
   * @return an id of 1 to 128 letters, digits, dots, dashes or underscores
   */
  public static String of(@Nullable String received) {
    return received != null && ACCEPTABLE.matcher(received).matches() ? received : random();
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
