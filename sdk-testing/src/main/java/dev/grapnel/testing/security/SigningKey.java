package dev.grapnel.testing.security;

import com.auth0.jwt.algorithms.Algorithm;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;

/** What tokens are signed with. */
sealed interface SigningKey {

  Algorithm algorithm();

  /** Makes a new key of the same kind. */
  SigningKey another();

  /** A secret that the service shares. */
  record Secret(String text) implements SigningKey {

    static Secret create() {
      return new Secret(TestKeys.secret());
    }

    @Override
    public Algorithm algorithm() {
      return Algorithm.HMAC256(text);
    }

    @Override
    public SigningKey another() {
      return create();
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "HS256";
    }
  }

  /** A key whose public half the service knows. */
  sealed interface Pair extends SigningKey {

    PublicKey publicKey();
  }

  /** RS256. */
  record Rsa(RSAPublicKey publicKey, RSAPrivateKey privateKey) implements Pair {

    static Rsa create() {
      KeyPair pair = TestKeys.rsa();
      return new Rsa((RSAPublicKey) pair.getPublic(), (RSAPrivateKey) pair.getPrivate());
    }

    @Override
    public Algorithm algorithm() {
      return Algorithm.RSA256(publicKey, privateKey);
    }

    @Override
    public SigningKey another() {
      return create();
    }

    @Override
    public String toString() {
      return "RS256";
    }
  }

  /** ES256. */
  record Ec(ECPublicKey publicKey, ECPrivateKey privateKey) implements Pair {

    static Ec create() {
      KeyPair pair = TestKeys.ec();
      return new Ec((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
    }

    @Override
    public Algorithm algorithm() {
      return Algorithm.ECDSA256(publicKey, privateKey);
    }

    @Override
    public SigningKey another() {
      return create();
    }

    @Override
    public String toString() {
      return "ES256";
    }
  }
}
