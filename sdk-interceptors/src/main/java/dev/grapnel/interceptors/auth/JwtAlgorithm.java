package dev.grapnel.interceptors.auth;

/**
 * How tokens are signed (RFC 7518). There is no {@code none}.
 *
 * <p>Keys have to be strong enough: a secret of at least as many bits as the hash, an RSA key of
 * 2048 to 8192 bits, an EC key on the curve of the algorithm.
 */
public enum JwtAlgorithm {
  /** HMAC with SHA-256: a secret of 32 bytes or more. */
  HS256(Family.HMAC, 256),
  /** HMAC with SHA-384: a secret of 48 bytes or more. */
  HS384(Family.HMAC, 384),
  /** HMAC with SHA-512: a secret of 64 bytes or more. */
  HS512(Family.HMAC, 512),
  /** RSA with PKCS #1 v1.5 and SHA-256. */
  RS256(Family.RSA, 256),
  /** RSA with PKCS #1 v1.5 and SHA-384. */
  RS384(Family.RSA, 384),
  /** RSA with PKCS #1 v1.5 and SHA-512. */
  RS512(Family.RSA, 512),
  /** RSA with PSS and SHA-256. */
  PS256(Family.RSA, 256),
  /** RSA with PSS and SHA-384. */
  PS384(Family.RSA, 384),
  /** RSA with PSS and SHA-512. */
  PS512(Family.RSA, 512),
  /** ECDSA on P-256 with SHA-256. */
  ES256(Family.EC, 256),
  /** ECDSA on P-384 with SHA-384. */
  ES384(Family.EC, 384),
  /** ECDSA on P-521 with SHA-512. */
  ES512(Family.EC, 512);

  enum Family {
    HMAC,
    RSA,
    EC
  }

  private final Family family;
  private final int hashBits;

  JwtAlgorithm(Family family, int hashBits) {
    this.family = family;
    this.hashBits = hashBits;
  }

  Family family() {
    return family;
  }

  int hashBits() {
    return hashBits;
  }
}
