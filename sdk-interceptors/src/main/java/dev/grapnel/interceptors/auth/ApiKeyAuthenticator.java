package dev.grapnel.interceptors.auth;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.security.Principal;
import io.grpc.Attributes;
import io.grpc.Metadata;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Authenticates calls by a key in a header, {@value #DEFAULT_HEADER} by default.
 *
 * <pre>{@code
 * ApiKeyAuthenticator keys =
 *     ApiKeyAuthenticator.builder()
 *         .addKeyHash("9f86d081884c7d65…", Principal.builder("billing").addRole("reader").build())
 *         .build();
 * }</pre>
 *
 * <p>A call without the header is left to others; an unknown key, and two headers, are refused.
 * Only SHA-256 hashes of the keys are kept. Hashes without salt are enough for random keys, not for
 * words that people choose. Immutable and thread-safe.
 */
public final class ApiKeyAuthenticator implements Authenticator {

  /** Where keys are unless told otherwise: {@value}. */
  public static final String DEFAULT_HEADER = "x-api-key";

  private static final int SHORTEST = 20;
  private static final int LONGEST = 512;

  private final Metadata.Key<String> header;

  /**
   * By the hash of the key. A look-up compares no secrets: how long it takes depends on the hash of
   * what was sent, which nobody can steer towards that of a key bit by bit; and who learned a hash
   * would still have to find a key that hashes to it.
   */
  private final Map<ByteBuffer, Principal> principals;

  private ApiKeyAuthenticator(Metadata.Key<String> header, Map<ByteBuffer, Principal> principals) {
    this.header = header;
    this.principals = Map.copyOf(principals);
  }

  /**
   * Begins an authenticator.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Authentication authenticate(Metadata headers, Attributes attributes) {
    try {
      String key = SingleHeader.read(headers, header);
      if (key == null) {
        return Authentication.absent();
      }
      Principal principal = key.length() > LONGEST ? null : principals.get(hash(key));
      return principal == null
          ? new Authentication.Refused("the API key is unknown")
          : new Authentication.Authenticated(principal);
    } catch (Rejection rejection) {
      return rejection.outcome();
    }
  }

  private static ByteBuffer hash(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Builds an {@link ApiKeyAuthenticator}. Not thread-safe. */
  public static final class Builder {

    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");

    private final Map<ByteBuffer, Principal> principals = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private String header = DEFAULT_HEADER;

    private Builder() {}

    /**
     * Sets where keys are; {@value #DEFAULT_HEADER} by default.
     *
     * @param name the name of a header; not a binary one
     * @return this builder
     */
    public Builder header(String name) {
      header = name;
      return this;
    }

    /**
     * Adds a key.
     *
     * @param key 20 to 512 random characters: printable ASCII without spaces
     * @param principal who shows it
     * @return this builder
     */
    public Builder addKey(String key, Principal principal) {
      if (key.length() < SHORTEST || key.length() > LONGEST || !PrintableText.isAscii(key)) {
        problems.add(
            "the API key of '%s' has %d characters: expected %d to %d, all of them printable ASCII without spaces"
                .formatted(principal.id(), key.length(), SHORTEST, LONGEST));
        return this;
      }
      return add(hash(key), principal);
    }

    /**
     * Adds a key by its hash, so that configuration need not hold the key: {@code printf %s "$KEY"
     * | sha256sum}.
     *
     * @param sha256 the SHA-256 hash of the key in UTF-8, 64 hexadecimal digits
     * @param principal who shows the key
     * @return this builder
     */
    public Builder addKeyHash(String sha256, Principal principal) {
      if (!HASH.matcher(sha256).matches()) {
        problems.add(
            "the API key hash of '%s' has %d characters: expected 64 hexadecimal digits of SHA-256"
                .formatted(principal.id(), sha256.length()));
        return this;
      }
      return add(ByteBuffer.wrap(HexFormat.of().parseHex(sha256)), principal);
    }

    private Builder add(ByteBuffer hash, Principal principal) {
      Principal other = principals.putIfAbsent(hash, principal);
      if (other != null) {
        problems.add(
            "'%s' and '%s' have the same API key: expected one principal for each key"
                .formatted(other.id(), principal.id()));
      }
      return this;
    }

    /**
     * Builds the authenticator.
     *
     * @return the authenticator
     * @throws ConfigException if there is no key, or one is short or there twice, or the header
     *     cannot be one; tells all at once and shows no key
     */
    public ApiKeyAuthenticator build() {
      List<String> found = new ArrayList<>(problems);
      if (principals.isEmpty() && found.isEmpty()) {
        found.add("there is no API key: expected addKey(…) or addKeyHash(…)");
      }
      Metadata.Key<String> name = null;
      try {
        name = Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER);
      } catch (IllegalArgumentException e) {
        found.add(
            "the header of API keys is '%s': expected lower-case letters, digits, - _ . and no -bin at the end"
                .formatted(header));
      }
      if (name == null || !found.isEmpty()) {
        throw new ConfigException(found);
      }
      return new ApiKeyAuthenticator(name, principals);
    }
  }
}
