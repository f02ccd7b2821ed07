package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The getters and setters of a class. They are found by what follows {@code get} or {@code set},
 * whatever its case: the field of {@code getURL} is {@code url} as often as {@code URL}, and {@code
 * getXPos} that of {@code xPos}.
 */
final class Accessors {

  private final Map<String, JavaMethod> getters = new LinkedHashMap<>();
  private final Map<String, JavaMethod> setters = new LinkedHashMap<>();
  private final Map<String, JavaMethod> named = new LinkedHashMap<>();

  Accessors(JavaClass type) {
    for (JavaMethod method : type.methods()) {
      if (!method.modifiers().contains(Modifier.STATIC)) {
        add(method);
      }
    }
  }

  private void add(JavaMethod method) {
    String name = method.name();
    if (method.parameters().size() == 1 && isPrefixed(name, "set")) {
      setters.putIfAbsent(known(name.substring(3)), method);
    }
    if (!method.parameters().isEmpty()
        || isPrimitive(method.returns(), "void")
        || !method.modifiers().contains(Modifier.PUBLIC)) {
      return;
    }
    named.put(name, method);
    if (isPrefixed(name, "get") && !name.equals("getClass")) {
      getters.putIfAbsent(known(name.substring(3)), method);
    } else if (isPrefixed(name, "is") && isPrimitive(method.returns(), "boolean")) {
      getters.putIfAbsent(known(name.substring(2)), method);
    }
  }

  private static boolean isPrefixed(String name, String prefix) {
    return name.length() > prefix.length()
        && name.startsWith(prefix)
        && !Character.isLowerCase(name.charAt(prefix.length()));
  }

  private static boolean isPrimitive(JavaType type, String keyword) {
    return type instanceof JavaType.Primitive kind && kind.name().equals(keyword);
  }

  /** What accessors are known by. */
  static String known(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The getters by what they are known by, in the order of the class. */
  Map<String, JavaMethod> getters() {
    return getters;
  }

  boolean isSettable(String property) {
    return setters.containsKey(known(property));
  }

  /**
   * What the accessors of a field are known by: a field {@code isActive} has the getter {@code
   * isActive()}, which is that of a property {@code active}.
   */
  String knownByField(String field) {
    return isPrefixed(field, "is") && !getters.containsKey(known(field))
        ? known(field.substring(2))
        : known(field);
  }

  /** Whether a field can be read by all: by its getter, or by a method of its name. */
  boolean isReadable(String field, JavaType type) {
    JavaMethod method = named.get(field);
    return getters.containsKey(knownByField(field))
        || (method != null && method.returns().equals(type));
  }

  /** What is said of a property at its accessors. */
  Annotations annotations(String known, @Nullable String field) {
    JavaMethod plain = field == null ? null : named.get(field);
    List<JavaMethod> methods =
        Stream.of(getters.get(known), setters.get(known), plain).filter(Objects::nonNull).toList();
    Annotations all = Annotations.NONE;
    for (JavaMethod method : methods) {
      all = all.and(method.annotations());
    }
    return all;
  }

  /** As JavaBeans do: {@code URL} stays, {@code Name} becomes {@code name}. */
  static String property(JavaMethod getter) {
    String name = getter.name().substring(getter.name().startsWith("is") ? 2 : 3);
    boolean isCapitals =
        name.length() > 1
            && Character.isUpperCase(name.charAt(0))
            && Character.isUpperCase(name.charAt(1));
    return isCapitals ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
