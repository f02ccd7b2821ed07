package dev.grapnel.testing.security;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Writes public keys as services read them. */
final class PublicKeyText {

  private static final int P256_BYTES = 32;

  private PublicKeyText() {}

  static String pem(PublicKey key) {
    byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, newLine).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** The same for the same key. */
  static String id(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return "test-" + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String jwks(SigningKey.Pair pair) {
    return """
        {"keys":[{"kid":"%s","use":"sig","alg":"%s",%s}]}"""
        .formatted(id(pair.publicKey()), pair.algorithm().getName(), parameters(pair));
  }

  private static String parameters(SigningKey.Pair pair) {
    if (pair instanceof SigningKey.Rsa rsa) {
      RSAPublicKey key = rsa.publicKey();
      return """
          "kty":"RSA","n":"%s","e":"%s\""""
          .formatted(number(key.getModulus()), number(key.getPublicExponent()));
    }
    ECPublicKey key = ((SigningKey.Ec) pair).publicKey();
    return """
        "kty":"EC","crv":"P-256","x":"%s","y":"%s\""""
        .formatted(coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY()));
  }

  /** Big endian, without the byte of the sign. */
  private static String number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  /** Always of the length of the curve, with leading zeros. */
  private static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] padded = new byte[P256_BYTES];
    int length = Math.min(bytes.length, P256_BYTES);
    System.arraycopy(bytes, bytes.length - length, padded, P256_BYTES - length, length);
    return base64(padded);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
