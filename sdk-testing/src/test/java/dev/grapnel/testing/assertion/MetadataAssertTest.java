package dev.grapnel.testing.assertion;

import static dev.grapnel.testing.assertion.Failures.assertFails;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.testing.user.User;
import io.grpc.Metadata;
import io.grpc.protobuf.ProtoUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;

class MetadataAssertTest {

  private static final Metadata.Key<String> TENANT = ascii("x-tenant");
  private static final Metadata.Key<String> REGION = ascii("x-region");
  private static final Metadata.Key<byte[]> HASH =
      Metadata.Key.of("x-hash-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final Metadata.Key<User> USER = ProtoUtils.keyForProto(User.getDefaultInstance());

  private final Metadata metadata = new Metadata();

  MetadataAssertTest() {
    metadata.put(TENANT, "blue");
    metadata.put(TENANT, "green");
    metadata.put(HASH, new byte[] {1, 2});
  }

  @Test
  void passes() {
    metadata.put(USER, Users.ANA);
    assertThat(metadata)
        .containsEntry(TENANT, "blue")
        .containsEntry(TENANT, "green")
        .containsEntry(HASH, new byte[] {1, 2})
        .containsEntry(USER, Users.ANA)
        .containsKey(HASH)
        .doesNotContainKey(REGION);
  }

  @Test
  void tellsTheWrongValue() {
    assertFails(
        () -> assertThat(metadata).as("headers").containsEntry(TENANT, "red"),
        "[headers] the metadata lack an entry",
        "  expected: x-tenant: red",
        "   but was: x-tenant: blue",
        "            x-tenant: green",
        "      keys: x-hash-bin, x-tenant");
    assertFails(
        () -> assertThat(metadata).containsEntry(HASH, new byte[] {3}),
        "the metadata lack an entry",
        "  expected: x-hash-bin: [3]",
        "   but was: x-hash-bin: [1, 2]",
        "      keys: x-hash-bin, x-tenant");
  }

  @Test
  void tellsTheMissingKey() {
    assertFails(
        () -> assertThat(metadata).containsKey(REGION),
        "the metadata lack a key",
        "  expected: x-region",
        "   but was: no x-region",
        "      keys: x-hash-bin, x-tenant");
    assertFails(
        () -> assertThat(new Metadata()).containsEntry(REGION, "eu"),
        "the metadata lack an entry",
        "  expected: x-region: eu",
        "   but was: no x-region",
        "      keys: (none)");
  }

  @Test
  void tellsTheUnexpectedKey() {
    assertFails(
        () -> assertThat(metadata).doesNotContainKey(HASH),
        "the metadata have a key",
        "  expected: no x-hash-bin",
        "   but was: x-hash-bin: [1, 2]",
        "      keys: x-hash-bin, x-tenant");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization",
        "Authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key"
      })
  void credentialsAreNotPrinted(String name) {
    Metadata.Key<String> key = ascii(name);
    Metadata secret = new Metadata();
    secret.put(key, "secret-1");
    assertFails(
        () -> assertThat(secret).containsEntry(key, "secret-2"),
        "the metadata lack an entry",
        "  expected: " + key.name() + ": (hidden)",
        "   but was: " + key.name() + ": (hidden)",
        "      keys: " + key.name());
    assertFails(
        () -> assertThat(secret).doesNotContainKey(key),
        "the metadata have a key",
        "  expected: no " + key.name(),
        "   but was: " + key.name() + ": (hidden)",
        "      keys: " + key.name());
    Throwable plain = catchThrowable(() -> assertThat(secret).isEqualTo(metadata));
    assertThat(plain).message().contains("Metadata[" + key.name()).doesNotContain("secret-1");
    // What an IDE shows side by side.
    assertThat(((AssertionFailedError) plain).getActual().getStringRepresentation())
        .doesNotContain("secret-1");
  }

  @Test
  void nullIsTold() {
    Metadata none = null;
    assertFails(() -> assertThat(none).containsKey(TENANT), "", "Expecting actual not to be null");
  }

  private static Metadata.Key<String> ascii(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
