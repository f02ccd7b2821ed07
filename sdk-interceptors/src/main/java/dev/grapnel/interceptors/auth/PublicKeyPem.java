package dev.grapnel.interceptors.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads a public key as OpenSSL writes it. */
final class PublicKeyPem {

  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private PublicKeyPem() {}

  static PublicKey read(Path file) {
    try {
      return parse(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the public key " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  /** Says what is wrong without showing the text, which may be a private key by mistake. */
  static PublicKey parse(String source, String pem) {
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "%s holds no public key: expected PEM with BEGIN PUBLIC KEY, as written by: openssl pkey -pubout"
              .formatted(source));
    }
    try {
      String text = pem.substring(begin + BEGIN.length(), end);
      return decode(Base64.getMimeDecoder().decode(text));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the public key in " + source + " cannot be read: expected RSA, or EC on a curve of JDK",
          e);
    }
  }

  private static PublicKey decode(byte[] encoded) throws GeneralSecurityException {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(encoded);
    try {
      return KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (GeneralSecurityException notRsa) {
      return KeyFactory.getInstance("EC").generatePublic(spec);
    }
  }
}
