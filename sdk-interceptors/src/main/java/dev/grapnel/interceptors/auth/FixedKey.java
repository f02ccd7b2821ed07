package dev.grapnel.interceptors.auth;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One key for all tokens, whatever key they name.
 *
 * @param key the key
 */
record FixedKey(VerificationKey key) implements VerificationKeys {

  /**
   * Takes a shared secret.
   *
   * @param algorithms the one algorithm; HS256 if empty
   * @throws IllegalArgumentException if the two do not fit; does not show the secret
   */
  static FixedKey secret(@Nullable String text, List<JwtAlgorithm> algorithms) {
    if (text == null) {
      throw new IllegalArgumentException("the secret is missing: expected 32 bytes or more");
    }
    return new FixedKey(VerificationKey.of(one(algorithms, JwtAlgorithm.HS256), text));
  }

  /**
   * Takes a public key.
   *
   * @param algorithms the one algorithm; if empty, RS256 or that of the key's curve
   * @throws IllegalArgumentException if the two do not fit
   */
  static FixedKey publicKey(PublicKey key, List<JwtAlgorithm> algorithms) {
    JwtAlgorithm natural =
        key instanceof ECPublicKey ec
            ? VerificationKey.algorithmOf(ec).orElse(JwtAlgorithm.ES256)
            : JwtAlgorithm.RS256;
    return new FixedKey(VerificationKey.of(one(algorithms, natural), key));
  }

  private static JwtAlgorithm one(List<JwtAlgorithm> algorithms, JwtAlgorithm otherwise) {
    if (algorithms.size() > 1) {
      throw new IllegalArgumentException(
          "the algorithms of one key are " + algorithms + ": expected one");
    }
    return algorithms.isEmpty() ? otherwise : algorithms.get(0);
  }

  @Override
  public List<JwtAlgorithm> algorithms() {
    return List.of(key.algorithm());
  }

  @Override
  public void start() {}

  @Override
  public VerificationKey find(JwtAlgorithm algorithm, @Nullable String keyId) {
    return key;
  }

  @Override
  public CompletionStage<Void> ready() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {}
}
