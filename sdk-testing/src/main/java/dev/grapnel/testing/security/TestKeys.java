package dev.grapnel.testing.security;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.HexFormat;

/** Keys made on the spot. */
final class TestKeys {

  private TestKeys() {}

  /** P-256. */
  static KeyPair ec() {
    return pair("EC", new ECGenParameterSpec("secp256r1"));
  }

  /** 2048 bits: the least that libraries accept, and the quickest to make. */
  static KeyPair rsa() {
    return pair("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
  }

  /** 256 bits as text, since services are configured with text. */
  static String secret() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static KeyPair pair(String algorithm, AlgorithmParameterSpec kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(kind);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot make a key of type " + algorithm, e);
    }
  }
}
