package dev.grapnel.testing.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.grapnel.core.security.Principal;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What services are configured with leads back to the key. */
class PublicKeyTextTest {

  @Test
  void anRsaKeyIsReadBackFromPemAndKeySet() throws Exception {
    TestTokens tokens = TestTokens.rsa();
    Map<String, Value> key = onlyKey(tokens);

    assertThat(readPem(tokens.publicKeyPem(), "RSA")).isEqualTo(tokens.publicKey());
    assertThat(text(key, "kty") + text(key, "alg") + text(key, "use")).isEqualTo("RSARS256sig");
    assertThat(
            KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e"))))
        .isEqualTo(tokens.publicKey());
    assertThat(decode(key, "n")).hasSize(256);
  }

  @Test
  void anEcKeyIsReadBackFromPemAndKeySet() throws Exception {
    TestTokens tokens = TestTokens.ec();
    Map<String, Value> key = onlyKey(tokens);

    assertThat(readPem(tokens.publicKeyPem(), "EC")).isEqualTo(tokens.publicKey());
    assertThat(text(key, "kty") + text(key, "alg") + text(key, "crv")).isEqualTo("ECES256P-256");
    assertThat(readPoint(key)).isEqualTo(((ECPublicKey) tokens.publicKey()).getW());
  }

  /** Multiples 379 and 43 of the generator of P-256: the first to begin with zeros. */
  @ParameterizedTest
  @CsvSource({
    "005543894af3d00ed7d740abdbd75c96b06877b787db5f70eea78b90a8d7c00a,"
        + "bb4c85a3d8ea29efaafa24406912dd84d5b14dc32bf656ef6c6bd58a5d943f92",
    "986ae2506f1ff104d04230861d8f4b498f4bc4c6d009b30f7544dc129b82d28d,"
        + "003cccc0a6460e0ae328a4d97d3c7b61d86fc6289c189f2525110c441bb07e97"
  })
  void coordinatesKeepTheirLeadingZeros(String x, String y) throws Exception {
    SigningKey.Ec any = SigningKey.Ec.create();
    ECPoint point = new ECPoint(new BigInteger(x, 16), new BigInteger(y, 16));
    ECPublicKey odd =
        (ECPublicKey)
            KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, any.publicKey().getParams()));

    Map<String, Value> key = onlyKey(PublicKeyText.jwks(new SigningKey.Ec(odd, any.privateKey())));

    assertThat(decode(key, "x")).isEqualTo(HexFormat.of().parseHex(x));
    assertThat(decode(key, "y")).isEqualTo(HexFormat.of().parseHex(y));
  }

  @Test
  void tokensNameTheKeyOfTheSet() throws Exception {
    TestTokens tokens = TestTokens.ec();
    String token = tokens.token(Principal.builder("ada").build());

    assertThat(JWT.decode(token).getKeyId()).isEqualTo(text(onlyKey(tokens), "kid"));
  }

  private static Map<String, Value> onlyKey(TestTokens tokens) throws Exception {
    return onlyKey(tokens.jwks());
  }

  private static Map<String, Value> onlyKey(String jwks) throws Exception {
    Struct.Builder set = Struct.newBuilder();
    JsonFormat.parser().merge(jwks, set);
    var keys = set.build().getFieldsOrThrow("keys").getListValue();
    assertThat(keys.getValuesCount()).isEqualTo(1);
    return keys.getValues(0).getStructValue().getFieldsMap();
  }

  private static PublicKey readPem(String pem, String algorithm) throws Exception {
    String body = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "");
    return KeyFactory.getInstance(algorithm)
        .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
  }

  private static String text(Map<String, Value> key, String name) {
    Value value = key.get(name);
    assertThat(value).as(name).isNotNull();
    return value.getStringValue();
  }

  private static ECPoint readPoint(Map<String, Value> key) {
    return new ECPoint(number(key, "x"), number(key, "y"));
  }

  private static byte[] decode(Map<String, Value> key, String name) {
    return Base64.getUrlDecoder().decode(text(key, name));
  }

  private static BigInteger number(Map<String, Value> key, String name) {
    return new BigInteger(1, decode(key, name));
  }
}
