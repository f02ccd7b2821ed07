package dev.grapnel.protogen.lock;

import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All messages, all enums, or all services of a lock.
 *
 * @param active those that there are, by key
 * @param retired those that there were, by protobuf name: names are never given again
 * @param <T> which of the three
 */
record Section<T extends Keyed<T>>(SortedMap<String, T> active, SortedMap<String, T> retired) {

  Section {
    active = Collections.unmodifiableSortedMap(new TreeMap<>(active));
    retired = Collections.unmodifiableSortedMap(new TreeMap<>(retired));
  }

  static <T extends Keyed<T>> Section<T> empty() {
    return new Section<T>(new TreeMap<>(), new TreeMap<>());
  }

  static <T extends Keyed<T>> Section<T> of(Collection<T> active, Collection<T> retired) {
    SortedMap<String, T> byKey = new TreeMap<>();
    active.forEach(one -> byKey.put(one.key(), one));
    SortedMap<String, T> byName = new TreeMap<>();
    retired.forEach(one -> byName.put(one.name(), one));
    return new Section<>(byKey, byName);
  }

  /** One that there is. */
  T get(String key) {
    return Objects.requireNonNull(active.get(key), key);
  }

  /** One that there was; of several with the key, the one with the name. */
  @Nullable T retired(String key, String name) {
    T found = null;
    for (T one : retired.values()) {
      if (one.key().equals(key) && (found == null || one.name().equals(name))) {
        found = one;
      }
    }
    return found;
  }
}
