package dev.grapnel.protogen.modelservice.conversion;

import dev.grapnel.protogen.annotation.ProtoField;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the properties of records and beans, as the mapping does that made their messages; and what
 * else they hold, so that it is not lost when they are changed.
 */
final class ModelProperties {

  private final Class<?> model;
  private final Map<TypeVariable<?>, Type> bindings;
  private final Map<String, ModelProperty> found = new LinkedHashMap<>();
  private final Set<Method> used = new HashSet<>();

  private ModelProperties(Type type) {
    this.model = Types.raw(type);
    this.bindings = Types.bindings(type);
  }

  /** The properties by name, in the order of declaration, those of classes above first. */
  static Map<String, ModelProperty> of(Type type) {
    ModelProperties properties = new ModelProperties(type);
    if (properties.model.isRecord()) {
      properties.addComponents();
    } else {
      properties.addFieldsOf(properties.model);
      properties.addGetters();
    }
    return properties.found;
  }

  private void addComponents() {
    for (RecordComponent component : model.getRecordComponents()) {
      Method accessor = component.getAccessor();
      List<AnnotatedElement> places = new ArrayList<>(List.of(component, accessor));
      Field field = field(model, component.getName());
      if (field != null) {
        places.add(field);
      }
      add(
          component.getName(),
          component.getGenericType(),
          ModelProperty.reader(accessor),
          places,
          bindings);
    }
  }

  private void addFieldsOf(Class<?> type) {
    Class<?> above = type.getSuperclass();
    if (above != null && above != Object.class) {
      addFieldsOf(above);
    }
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
        addField(field);
      }
    }
  }

  private void addField(Field field) {
    String name = field.getName();
    Map<TypeVariable<?>, Type> bound = boundBy(field.getDeclaringClass());
    Method getter = getter(name);
    if (getter != null) {
      used.add(getter);
    }
    boolean isData =
        getter != null
            || Modifier.isPublic(field.getModifiers())
            || field.isAnnotationPresent(ProtoField.class);
    ModelProperty.Reader reader =
        getter == null ? ModelProperty.reader(field) : ModelProperty.reader(getter);
    if (!isData || Modifier.isTransient(field.getModifiers())) {
      if (!Modifier.isFinal(field.getModifiers())) {
        Type type = Types.resolve(field.getGenericType(), bound);
        found.put(name, ModelProperty.hidden(name, type, ModelProperty.reader(field), model));
      }
      return;
    }
    List<AnnotatedElement> places = getter == null ? List.of(field) : List.of(field, getter);
    add(name, field.getGenericType(), reader, places, bound);
  }

  /** Properties that are computed, but can be set, or are marked. */
  private void addGetters() {
    Map<String, Method> getters = new TreeMap<>();
    for (Method method : model.getMethods()) {
      boolean isOwn = !method.isBridge() && !Modifier.isStatic(method.getModifiers());
      if (isOwn && !used.contains(method)) {
        propertyOf(method).ifPresent(property -> getters.put(property, method));
      }
    }
    getters.forEach(
        (property, method) -> {
          boolean isData = setter(model, property) != null || ModelProperty.isMarked(method);
          if (isData && !found.containsKey(property)) {
            Type type = method.getGenericReturnType();
            add(property, type, ModelProperty.reader(method), List.of(method), bindings);
          }
        });
  }

  private static Optional<String> propertyOf(Method method) {
    String name = method.getName();
    int prefix = name.startsWith("is") && method.getReturnType() == boolean.class ? 2 : 3;
    boolean isGetter =
        (prefix == 2 || name.startsWith("get"))
            && name.length() > prefix
            && !Character.isLowerCase(name.charAt(prefix))
            && method.getParameterCount() == 0
            && method.getReturnType() != void.class
            && !name.equals("getClass");
    return isGetter ? Optional.of(decapitalize(name.substring(prefix))) : Optional.empty();
  }

  private void add(
      String name,
      Type type,
      ModelProperty.Reader reader,
      List<AnnotatedElement> places,
      Map<TypeVariable<?>, Type> bound) {
    Type resolved = Types.resolve(type, bound);
    found.put(name, ModelProperty.of(name, resolved, reader, model, places));
  }

  /** What the variables of a class above stand for. */
  private Map<TypeVariable<?>, Type> boundBy(Class<?> above) {
    Map<TypeVariable<?>, Type> bound = bindings;
    for (Class<?> each = model; each != above; each = each.getSuperclass()) {
      bound = Types.bindings(Types.resolve(each.getGenericSuperclass(), bound));
    }
    return bound;
  }

  private @Nullable Method getter(String name) {
    String capital = capitalize(name);
    for (String candidate : new String[] {"get" + capital, "is" + capital, name}) {
      try {
        Method method = model.getMethod(candidate);
        if (method.getReturnType() != void.class && !Modifier.isStatic(method.getModifiers())) {
          return method;
        }
      } catch (NoSuchMethodException next) {
        // The next name may be it.
      }
    }
    // As the mapping has it: getURL() is the getter of url, too.
    for (Method method : model.getMethods()) {
      if (!method.isBridge()
          && !Modifier.isStatic(method.getModifiers())
          && propertyOf(method).filter(name::equalsIgnoreCase).isPresent()) {
        return method;
      }
    }
    return null;
  }

  static @Nullable Method setter(Class<?> type, String property) {
    String name = "set" + capitalize(property);
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Method method : each.getDeclaredMethods()) {
        if (method.getName().equalsIgnoreCase(name)
            && method.getParameterCount() == 1
            && !method.isBridge()) {
          return method;
        }
      }
    }
    return null;
  }

  static @Nullable Field field(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return field;
        }
      }
    }
    return null;
  }

  private static String capitalize(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static String decapitalize(String name) {
    boolean capitals =
        name.length() > 1
            && Character.isUpperCase(name.charAt(0))
            && Character.isUpperCase(name.charAt(1));
    return capitals ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
