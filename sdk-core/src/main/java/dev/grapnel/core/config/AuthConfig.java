package dev.grapnel.core.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How calls are authenticated. The interceptor that does it is added to the server's builder; a
 * server that is told to authenticate and has none does not start.
 *
 * @param enabled whether calls are authenticated at all
 * @param requireAuth whether a method without a rule is refused; otherwise it is open, and decides
 *     for itself
 * @param jwtAlgorithm the one signature algorithm that is accepted, for example {@code HS256}
 * @param secret the key of the HS algorithms, if tokens are signed with one
 * @param publicKey the PEM file with the key of the RS and ES algorithms, if it is fixed
 * @param jwks where the issuer publishes its keys, if they are looked up
 * @param issuer who must have issued a token, if that is checked
 * @param audience whom a token must be for, if that is checked
 * @param rules which methods ask for what, for example {@code crypto.CryptoService/GetCoin=public}
 */
public record AuthConfig(
    boolean enabled,
    boolean requireAuth,
    String jwtAlgorithm,
    Optional<Secret> secret,
    Optional<Path> publicKey,
    Optional<URI> jwks,
    Optional<String> issuer,
    Optional<String> audience,
    List<String> rules) {

  /**
   * Copies the rules.
   *
   * @param enabled whether calls are authenticated at all
   * @param requireAuth whether a method without a rule is refused
   * @param jwtAlgorithm the one signature algorithm that is accepted
   * @param secret the key of the HS algorithms
   * @param publicKey the PEM file with the key of the RS and ES algorithms
   * @param jwks where the issuer publishes its keys
   * @param issuer who must have issued a token
   * @param audience whom a token must be for
   * @param rules which methods ask for what
   */
  public AuthConfig {
    rules = List.copyOf(rules);
  }
}
