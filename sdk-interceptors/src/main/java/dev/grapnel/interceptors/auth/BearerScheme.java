package dev.grapnel.interceptors.auth;

import io.grpc.Metadata;
import org.jspecify.annotations.Nullable;

/** {@code authorization: Bearer …} (RFC 6750, 2.1). */
final class BearerScheme {

  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  static final String PREFIX = "Bearer ";

  private static final String SCHEME = "Bearer";

  private BearerScheme() {}

  /**
   * Reads the token.
   *
   * @return what stands after the scheme; null if there is no such header, or another scheme
   * @throws Rejection if there are two headers, or nothing after the scheme
   */
  static @Nullable String token(Metadata headers) {
    String header = SingleHeader.read(headers, AUTHORIZATION);
    int length = SCHEME.length();
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, length)) {
      return null;
    }
    if (header.length() > length && header.charAt(length) != ' ') {
      return null;
    }
    int begin = length;
    while (begin < header.length() && header.charAt(begin) == ' ') {
      begin++;
    }
    if (begin == header.length()) {
      throw Rejection.refused("the authorization header holds no token");
    }
    return header.substring(begin);
  }
}
