package dev.grapnel.protogen.modelservice.conversion;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Makes collections and maps of the declared type: immutable ones where an interface is. */
final class Containers {

  private Containers() {}

  static boolean isCollection(Class<?> type) {
    return type.isArray() ? type != byte[].class : isIterable(type);
  }

  private static boolean isIterable(Class<?> type) {
    return Iterable.class.isAssignableFrom(type) && !Path.class.isAssignableFrom(type);
  }

  static boolean isMap(Class<?> type) {
    return Map.class.isAssignableFrom(type);
  }

  static Type elementType(Type type) {
    Class<?> raw = Types.raw(type);
    return raw.isArray() ? raw.getComponentType() : Types.argument(type, 0);
  }

  static Object collection(Type type, List<@Nullable Object> elements) {
    Class<?> raw = Types.raw(type);
    if (raw.isArray()) {
      Object array = Array.newInstance(raw.getComponentType(), elements.size());
      for (int i = 0; i < elements.size(); i++) {
        Array.set(array, i, elements.get(i));
      }
      return array;
    }
    if (raw == EnumSet.class) {
      return enumSet(Types.raw(Types.argument(type, 0)), elements);
    }
    if (raw.isAssignableFrom(List.class)) {
      // List.copyOf takes no null.
      return Collections.unmodifiableList(elements);
    }
    if (raw.isAssignableFrom(Set.class)) {
      return Collections.unmodifiableSet(new LinkedHashSet<>(elements));
    }
    if (raw.isInterface()) {
      return SortedSet.class.isAssignableFrom(raw)
          ? Collections.unmodifiableNavigableSet(new TreeSet<>(elements))
          : new ArrayDeque<>(elements);
    }
    return copy(raw, Collection.class, elements);
  }

  static Object map(Type type, Map<@Nullable Object, @Nullable Object> entries) {
    Class<?> raw = Types.raw(type);
    if (raw == EnumMap.class) {
      return enumMap(Types.raw(Types.argument(type, 0)), entries);
    }
    if (raw.isInterface()) {
      if (SortedMap.class.isAssignableFrom(raw)) {
        return Collections.unmodifiableNavigableMap(new TreeMap<>(entries));
      }
      return ConcurrentMap.class.isAssignableFrom(raw)
          ? new ConcurrentHashMap<>(entries)
          : Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
    return copy(raw, Map.class, entries);
  }

  /** Classes of the JDK have constructors that copy, Guava's a method. */
  private static Object copy(Class<?> raw, Class<?> from, Object content) {
    try {
      Constructor<?> constructor = constructor(raw, from);
      return constructor != null
          ? constructor.newInstance(content)
          : raw.getMethod("copyOf", from).invoke(null, content);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          raw.getName() + " cannot be made: it has no constructor and no copyOf for a " + from, e);
    }
  }

  private static @Nullable Constructor<?> constructor(Class<?> raw, Class<?> from) {
    try {
      return raw.getConstructor(from);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The element type is an enum, or EnumSet is not it.
  private static Object enumSet(Class<?> type, List<@Nullable Object> elements) {
    EnumSet set = EnumSet.noneOf((Class) type);
    set.addAll(elements);
    return set;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // As above.
  private static Object enumMap(Class<?> type, Map<@Nullable Object, @Nullable Object> entries) {
    EnumMap map = new EnumMap(type);
    map.putAll(entries);
    return map;
  }
}
