package dev.grapnel.core.call;

import io.grpc.Metadata;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that one call has in logs, errors and metadata. It correlates; it is no secret. */
final class RequestId {

  static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  /** Anything else could forge log lines. */
  private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private RequestId() {}

  /** Takes the caller's id if it is harmless, else makes one. */
  static String of(@Nullable String received) {
    return received != null && ACCEPTABLE.matcher(received).matches() ? received : random();
  }

  static String random() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
