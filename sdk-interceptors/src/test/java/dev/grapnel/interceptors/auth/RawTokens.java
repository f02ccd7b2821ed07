package dev.grapnel.interceptors.auth;

import io.grpc.Attributes;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs whatever it is given, byte by byte: proper tokens and those no library would make. */
final class RawTokens {

  static final String SECRET = "0123456789abcdef0123456789abcdef";
  static final String HS256_HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private RawTokens() {}

  static String hs256(String header, String payload) {
    return hmac("HmacSHA256", SECRET, header, payload);
  }

  static String hmac(String algorithm, String secret, String header, String payload) {
    String signed = encode(header) + "." + encode(payload);
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By a JDK signature, for example {@code SHA256withECDSAinP1363Format}. */
  static String signed(String algorithm, KeyPair keys, String header, String payload) {
    String signed = encode(header) + "." + encode(payload);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A member of a key set; {@code more} is further JSON, with a comma before it. */
  static String jwk(KeyPair keys, String more) {
    if (keys.getPublic() instanceof RSAPublicKey rsa) {
      return "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"%s}"
          .formatted(
              number(rsa.getModulus().toByteArray(), (rsa.getModulus().bitLength() + 7) / 8),
              number(rsa.getPublicExponent().toByteArray(), 3),
              more);
    }
    ECPublicKey ec = (ECPublicKey) keys.getPublic();
    int size = (ec.getParams().getOrder().bitLength() + 7) / 8;
    return "{\"kty\":\"EC\",\"crv\":\"P-%d\",\"x\":\"%s\",\"y\":\"%s\"%s}"
        .formatted(
            ec.getParams().getOrder().bitLength(),
            number(ec.getW().getAffineX().toByteArray(), size),
            number(ec.getW().getAffineY().toByteArray(), size),
            more);
  }

  static byte[] set(String... keys) {
    return ("{\"keys\":[" + String.join(",", keys) + "]}").getBytes(StandardCharsets.UTF_8);
  }

  static Metadata bearer(String token) {
    return authorization("Bearer " + token);
  }

  static Metadata authorization(String... values) {
    Metadata headers = new Metadata();
    for (String value : values) {
      headers.put(AUTHORIZATION, value);
    }
    return headers;
  }

  static Authentication show(Authenticator authenticator, String token) {
    return authenticator.authenticate(bearer(token), Attributes.EMPTY);
  }

  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String number(byte[] value, int size) {
    byte[] sized = new byte[size];
    int length = Math.min(value.length, size);
    System.arraycopy(value, value.length - length, sized, size - length, length);
    return encode(sized);
  }
}
