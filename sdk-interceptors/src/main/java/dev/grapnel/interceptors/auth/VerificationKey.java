package dev.grapnel.interceptors.auth;

import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import dev.grapnel.interceptors.auth.JwtAlgorithm.Family;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A key and the one algorithm that it is for. Prints nothing of the key. */
final class VerificationKey {

  private static final int SHORTEST_RSA = 2048;

  /** Above this, checking a signature takes milliseconds. */
  private static final int LONGEST_RSA = 8192;

  private static final Map<JwtAlgorithm, ECParameterSpec> CURVES = curves();

  private final JwtAlgorithm algorithm;
  private final Algorithm verifier;

  private VerificationKey(JwtAlgorithm algorithm, Algorithm verifier) {
    this.algorithm = algorithm;
    this.verifier = verifier;
  }

  /**
   * Makes a key of a secret.
   *
   * @throws IllegalArgumentException if the secret does not fit; says why without showing it
   */
  static VerificationKey of(JwtAlgorithm algorithm, String secret) {
    if (algorithm.family() != Family.HMAC) {
      throw new IllegalArgumentException(
          "the algorithm of the secret is " + algorithm + ": expected HS256, HS384 or HS512");
    }
    if (secret.contains("-----BEGIN ")) {
      throw new IllegalArgumentException(
          "the secret is a key or certificate as PEM, which others may know: expected a random"
              + " secret, or JwtAuthenticator.pem(…)");
    }
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length * 8 < algorithm.hashBits()) {
      throw new IllegalArgumentException(
          "the secret for %s has %d bytes: expected %d or more"
              .formatted(algorithm, bytes.length, algorithm.hashBits() / 8));
    }
    return new VerificationKey(algorithm, hmac(algorithm, bytes));
  }

  /**
   * Makes a key of a public key.
   *
   * @throws IllegalArgumentException if the key does not fit; says why
   */
  static VerificationKey of(JwtAlgorithm algorithm, PublicKey key) {
    if (algorithm.family() == Family.RSA && key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < SHORTEST_RSA || bits > LONGEST_RSA) {
        throw new IllegalArgumentException(
            "the RSA key has %d bits: expected %d to %d"
                .formatted(bits, SHORTEST_RSA, LONGEST_RSA));
      }
      return new VerificationKey(algorithm, rsa(algorithm, rsa));
    }
    if (algorithm.family() == Family.EC && key instanceof ECPublicKey ec) {
      if (!isOnCurve(ec, algorithm)) {
        throw new IllegalArgumentException("the EC key is on another curve than " + algorithm);
      }
      return new VerificationKey(algorithm, ecdsa(algorithm, ec));
    }
    throw new IllegalArgumentException(
        "the public key is of type %s: expected one for %s"
            .formatted(key.getAlgorithm(), algorithm));
  }

  /** Finds the EC algorithm of a key's curve. */
  static Optional<JwtAlgorithm> algorithmOf(ECPublicKey key) {
    return CURVES.keySet().stream().filter(algorithm -> isOnCurve(key, algorithm)).findFirst();
  }

  JwtAlgorithm algorithm() {
    return algorithm;
  }

  boolean verifies(CompactToken token) {
    try {
      verifier.verify(token);
      return true;
    } catch (SignatureVerificationException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return algorithm.name();
  }

  private static Algorithm hmac(JwtAlgorithm algorithm, byte[] secret) {
    return switch (algorithm) {
      case HS256 -> Algorithm.HMAC256(secret);
      case HS384 -> Algorithm.HMAC384(secret);
      case HS512 -> Algorithm.HMAC512(secret);
      default -> throw new IllegalArgumentException(algorithm.name());
    };
  }

  private static Algorithm rsa(JwtAlgorithm algorithm, RSAPublicKey key) {
    return switch (algorithm) {
      case RS256 -> Algorithm.RSA256(key, null);
      case RS384 -> Algorithm.RSA384(key, null);
      case RS512 -> Algorithm.RSA512(key, null);
      case PS256 -> Algorithm.RSA256PSS(key, null);
      case PS384 -> Algorithm.RSA384PSS(key, null);
      case PS512 -> Algorithm.RSA512PSS(key, null);
      default -> throw new IllegalArgumentException(algorithm.name());
    };
  }

  private static Algorithm ecdsa(JwtAlgorithm algorithm, ECPublicKey key) {
    return switch (algorithm) {
      case ES256 -> Algorithm.ECDSA256(key, null);
      case ES384 -> Algorithm.ECDSA384(key, null);
      case ES512 -> Algorithm.ECDSA512(key, null);
      default -> throw new IllegalArgumentException(algorithm.name());
    };
  }

  /** By all parameters: secp256k1 has 256 bits as well. */
  private static boolean isOnCurve(ECPublicKey key, JwtAlgorithm algorithm) {
    ECParameterSpec curve = CURVES.get(algorithm);
    ECParameterSpec own = key.getParams();
    return curve != null
        && own != null
        && curve.getCurve().equals(own.getCurve())
        && curve.getGenerator().equals(own.getGenerator())
        && curve.getOrder().equals(own.getOrder())
        && curve.getCofactor() == own.getCofactor();
  }

  private static Map<JwtAlgorithm, ECParameterSpec> curves() {
    Map<JwtAlgorithm, ECParameterSpec> curves = new EnumMap<>(JwtAlgorithm.class);
    curves.put(JwtAlgorithm.ES256, curve("secp256r1"));
    curves.put(JwtAlgorithm.ES384, curve("secp384r1"));
    curves.put(JwtAlgorithm.ES512, curve("secp521r1"));
    return curves;
  }

  private static ECParameterSpec curve(String name) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no curve " + name, e);
    }
  }
}
