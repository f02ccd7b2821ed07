package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaField;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what one class declares; what it inherits is asked of the classes above it. */
final class Properties {

  private static final Set<String> LOMBOK = Set.of("Data", "Getter", "Value", "Builder");

  private final JavaClass type;
  private final Set<String> ignored;
  private final Map<String, JavaMethod> getters = new LinkedHashMap<>();
  private final Map<String, JavaMethod> setters = new LinkedHashMap<>();

  private Properties(JavaClass type) {
    this.type = type;
    ignored =
        new HashSet<>(
            Annotated.texts(
                Annotated.of(type.annotations(), Annotated.JSON_IGNORE_PROPERTIES), "value"));
    for (JavaMethod method : type.methods()) {
      if (!method.modifiers().contains(Modifier.STATIC)) {
        addAccessor(method);
      }
    }
  }

  /** The properties in the order of declaration; those that are to be ignored are left out. */
  static List<Property> of(JavaClass type) {
    Properties properties = new Properties(type);
    return type.is(ClassKind.RECORD) ? properties.ofRecord() : properties.ofBean();
  }

  private void addAccessor(JavaMethod method) {
    String name = method.name();
    int parameters = method.parameters().size();
    boolean isVoid =
        method.returns() instanceof JavaType.Primitive kind && kind.name().equals("void");
    if (parameters == 0 && !isVoid && method.modifiers().contains(Modifier.PUBLIC)) {
      if (isPrefixed(name, "get") && !name.equals("getClass")) {
        getters.putIfAbsent(decapitalize(name.substring(3)), method);
      } else if (isPrefixed(name, "is") && isBoolean(method.returns())) {
        getters.putIfAbsent(decapitalize(name.substring(2)), method);
      }
    } else if (parameters == 1 && isPrefixed(name, "set")) {
      setters.putIfAbsent(decapitalize(name.substring(3)), method);
    }
  }

  private static boolean isPrefixed(String name, String prefix) {
    return name.length() > prefix.length()
        && name.startsWith(prefix)
        && !Character.isLowerCase(name.charAt(prefix.length()));
  }

  private static boolean isBoolean(JavaType type) {
    return type instanceof JavaType.Primitive kind && kind.name().equals("boolean");
  }

  /** As JavaBeans do: {@code URL} stays, {@code Name} becomes {@code name}. */
  private static String decapitalize(String name) {
    boolean capitals =
        name.length() > 1
            && Character.isUpperCase(name.charAt(0))
            && Character.isUpperCase(name.charAt(1));
    return capitals ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private List<Property> ofRecord() {
    return type.components().stream()
        .filter(each -> !Annotated.isIgnored(each.annotations()) && !ignored.contains(each.name()))
        .map(each -> property(each.name(), each.type(), each.annotations(), each))
        .toList();
  }

  private List<Property> ofBean() {
    List<Property> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JavaField field : type.fields()) {
      String name = field.name();
      Annotations all = field.annotations().and(accessorAnnotations(name));
      names.add(name);
      if (isData(field, all) && !Annotated.isIgnored(all) && !ignored.contains(name)) {
        found.add(property(name, field.type(), all, field));
      }
    }
    getters.forEach(
        (name, getter) -> {
          Annotations all = accessorAnnotations(name);
          boolean wanted = setters.containsKey(name) || isMarked(all);
          if (wanted && names.add(name) && !Annotated.isIgnored(all) && !ignored.contains(name)) {
            found.add(
                new Property(
                    name,
                    getter.returns(),
                    all,
                    getter.comment(),
                    getter.location(),
                    type.simpleName()));
          }
        });
    return found;
  }

  private boolean isData(JavaField field, Annotations all) {
    if (field.modifiers().contains(Modifier.TRANSIENT)) {
      return false;
    }
    return field.modifiers().contains(Modifier.PUBLIC)
        || getters.containsKey(field.name())
        || getters.containsKey(withoutIs(field.name()))
        || isMarked(all)
        || accessorOf(field) != null
        || LOMBOK.stream().anyMatch(type.annotations()::hasNamed)
        || all.hasNamed("Getter");
  }

  /** A field {@code isActive} has the getter {@code isActive()}, of the property {@code active}. */
  private static String withoutIs(String name) {
    return isPrefixed(name, "is") ? decapitalize(name.substring(2)) : name;
  }

  private @Nullable JavaMethod accessorOf(JavaField field) {
    for (JavaMethod method : type.methods()) {
      if (method.name().equals(field.name())
          && method.parameters().isEmpty()
          && method.modifiers().contains(Modifier.PUBLIC)
          && method.returns().equals(field.type())) {
        return method;
      }
    }
    return null;
  }

  private static boolean isMarked(Annotations annotations) {
    return annotations.has(Annotated.FIELD) || annotations.has(Annotated.JSON_PROPERTY);
  }

  private Annotations accessorAnnotations(String name) {
    Annotations all = Annotations.NONE;
    JavaMethod getter = getters.get(name);
    if (getter != null) {
      all = all.and(getter.annotations());
    }
    JavaMethod setter = setters.get(name);
    return setter == null ? all : all.and(setter.annotations());
  }

  private Property property(String name, JavaType javaType, Annotations all, JavaField field) {
    return new Property(name, javaType, all, field.comment(), field.location(), type.simpleName());
  }
}
