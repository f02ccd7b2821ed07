package dev.grapnel.testing.assertion;

import io.grpc.Metadata;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.presentation.StandardRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on headers or trailers. Values of authorization and cookie headers are never printed.
 */
public final class MetadataAssert extends AbstractObjectAssert<MetadataAssert, Metadata> {

  @SuppressWarnings("NullAway") // AssertJ takes null, and isNotNull() tells it.
  MetadataAssert(@Nullable Metadata actual) {
    super(actual, MetadataAssert.class);
    info.useRepresentation(new KeysOnly());
  }

  /**
   * Verifies that a key has a value, alone or among others.
   *
   * @param <V> its values
   * @param key the key
   * @param expected a value of it
   * @return this assertion
   * @throws AssertionError if the value is not there
   */
  public <V> MetadataAssert containsEntry(Metadata.Key<V> key, V expected) {
    isNotNull();
    if (!Headers.contain(actual, key, expected)) {
      throw error("the metadata lack an entry", Headers.entry(key, expected), key);
    }
    return this;
  }

  /**
   * Verifies that a key has any value.
   *
   * @param key the key
   * @return this assertion
   * @throws AssertionError if it has none
   */
  public MetadataAssert containsKey(Metadata.Key<?> key) {
    isNotNull();
    if (!actual.containsKey(key)) {
      throw error("the metadata lack a key", key.name(), key);
    }
    return this;
  }

  /**
   * Verifies that a key has no value.
   *
   * @param key the key
   * @return this assertion
   * @throws AssertionError if it has one
   */
  public MetadataAssert doesNotContainKey(Metadata.Key<?> key) {
    isNotNull();
    if (actual.containsKey(key)) {
      throw error("the metadata have a key", "no " + key.name(), key);
    }
    return this;
  }

  private AssertionError error(String title, String expected, Metadata.Key<?> key) {
    Report report =
        Report.of(title)
            .expected(expected)
            .butWas(Headers.entries(actual, key))
            .row("keys", Headers.keys(actual));
    return failure("%s", report);
  }

  /** AssertJ's own texts would print every value. */
  private static final class KeysOnly extends StandardRepresentation {

    @Override
    protected String fallbackToStringOf(Object object) {
      return object instanceof Metadata metadata
          ? "Metadata[" + Headers.keys(metadata) + "]"
          : super.fallbackToStringOf(object);
    }
  }
}
