package dev.grapnel.interceptors.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.grapnel.core.security.Principal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was read out of tokens whose signature was good, since clients send the same token
 * with every call.
 *
 * <p>Only that is remembered which can never change for the same characters and the same key.
 * Whether the key is still accepted, and whether the token is still valid, is asked for every call
 * anew, so neither rotation nor expiry has to empty anything. Bad tokens are not remembered: nobody
 * can fill this with inventions.
 */
final class VerifiedTokens {

  /** A token whose signature is good, whether or not it holds now. */
  record Verified(
      JwtAlgorithm algorithm,
      @Nullable String keyId,
      VerificationKey key,
      JsonNode claims,
      Principal principal) {}

  /** In characters of all tokens together. */
  private static final long MOST = 4L << 20;

  private static final Duration IDLE = Duration.ofMinutes(10);

  private final Cache<String, Verified> cache =
      CacheBuilder.newBuilder()
          .maximumWeight(MOST)
          .weigher((String token, Verified verified) -> token.length())
          .expireAfterAccess(IDLE)
          .build();

  @Nullable Verified find(String token) {
    return cache.getIfPresent(token);
  }

  void add(String token, Verified verified) {
    cache.put(token, verified);
  }
}
