package dev.grapnel.testing.assertion;

import dev.grapnel.testing.call.CredentialNames;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads and prints metadata; values of credentials are never printed. */
final class Headers {

  private Headers() {}

  static <V> List<V> all(Metadata metadata, Metadata.Key<V> key) {
    List<V> values = new ArrayList<>();
    Iterable<V> found = metadata.getAll(key);
    if (found != null) {
      found.forEach(values::add);
    }
    return values;
  }

  static <V> boolean contain(Metadata metadata, Metadata.Key<V> key, V value) {
    return all(metadata, key).stream().anyMatch(found -> Objects.deepEquals(found, value));
  }

  static <V> String entry(Metadata.Key<V> key, V value) {
    return key.name() + ": " + (CredentialNames.contain(key.name()) ? "(hidden)" : value(value));
  }

  /** Prints the entries of one key, or that there are none. */
  static <V> String entries(Metadata metadata, Metadata.Key<V> key) {
    List<V> values = all(metadata, key);
    return values.isEmpty()
        ? "no " + key.name()
        : String.join("\n", values.stream().map(value -> entry(key, value)).toList());
  }

  static String keys(Metadata metadata) {
    return metadata.keys().isEmpty()
        ? Text.NONE
        : String.join(", ", metadata.keys().stream().sorted().toList());
  }

  private static String value(Object value) {
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : Text.message(value);
  }
}
