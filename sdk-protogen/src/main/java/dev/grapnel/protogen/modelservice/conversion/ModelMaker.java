package dev.grapnel.protogen.modelservice.conversion;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes records by their canonical constructor, and beans by their setters. */
final class ModelMaker {

  private static final int LONGEST = 200;
  private static final Map<Class<?>, Object> NOTHING =
      Map.of(
          Optional.class, Optional.empty(),
          OptionalInt.class, OptionalInt.empty(),
          OptionalLong.class, OptionalLong.empty(),
          OptionalDouble.class, OptionalDouble.empty());

  private final Class<?> model;
  private final Constructor<?> constructor;

  private ModelMaker(Class<?> model, Constructor<?> constructor) {
    this.model = model;
    this.constructor = constructor;
    constructor.trySetAccessible();
  }

  /** Finds the way to make a class; empty if there is none. */
  static Optional<ModelMaker> of(Class<?> model) {
    if (Modifier.isAbstract(model.getModifiers())) {
      return Optional.empty();
    }
    Class<?>[] parameters =
        model.isRecord()
            ? Arrays.stream(model.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new)
            : new Class<?>[0];
    try {
      return Optional.of(new ModelMaker(model, model.getDeclaredConstructor(parameters)));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes one.
   *
   * @param values by property; those of which nothing is said stay as the class makes them
   * @throws UnfitValueException if its constructor or a setter refuses a value
   */
  Object make(Map<String, @Nullable Object> values) {
    try {
      if (model.isRecord()) {
        RecordComponent[] components = model.getRecordComponents();
        @Nullable Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
          arguments[i] = argument(components[i], values);
        }
        return constructor.newInstance(arguments);
      }
      Object made = constructor.newInstance();
      for (Map.Entry<String, @Nullable Object> each : values.entrySet()) {
        set(made, each.getKey(), each.getValue());
      }
      return made;
    } catch (InvocationTargetException e) {
      throw refused(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          model.getName() + " cannot be made: make it public, or open its package", e);
    }
  }

  /** Whether a property is made of others, so that there is nothing to set. */
  static boolean isComputed(Class<?> model, String property) {
    return !model.isRecord()
        && ModelProperties.setter(model, property) == null
        && ModelProperties.field(model, property) == null;
  }

  private static @Nullable Object argument(
      RecordComponent component, Map<String, @Nullable Object> values) {
    Object value = values.get(component.getName());
    if (value != null) {
      return value;
    }
    return values.containsKey(component.getName())
        ? nothing(component.getType())
        : untold(Types.resolve(component.getGenericType(), Map.of()));
  }

  /** What is in no message: empty where it holds several, as protobuf has it. */
  private static @Nullable Object untold(Type type) {
    Class<?> raw = Types.raw(type);
    if (Containers.isCollection(raw)) {
      return Containers.collection(type, List.of());
    }
    return Containers.isMap(raw)
        ? Containers.map(type, Map.of())
        : nothing(type instanceof Class<?> known ? known : raw);
  }

  private void set(Object made, String property, @Nullable Object value)
      throws ReflectiveOperationException {
    Method setter = ModelProperties.setter(model, property);
    if (setter != null) {
      setter.trySetAccessible();
      setter.invoke(made, value != null ? value : nothing(setter.getParameterTypes()[0]));
      return;
    }
    Field field = ModelProperties.field(model, property);
    if (field == null || Modifier.isFinal(field.getModifiers())) {
      throw new IllegalStateException(
          model.getSimpleName() + "." + property + " cannot be set: it needs a setter");
    }
    field.trySetAccessible();
    field.set(made, value != null ? value : nothing(field.getType()));
  }

  /** What the model says of its own rules is for the caller to read; what else breaks is not. */
  private RuntimeException refused(@Nullable Throwable cause) {
    if (cause instanceof IllegalArgumentException rule) {
      String text = String.valueOf(rule.getMessage());
      return new UnfitValueException(
          "is refused: " + (text.length() <= LONGEST ? text : text.substring(0, LONGEST)));
    }
    if (cause instanceof NullPointerException) {
      return new UnfitValueException("lacks a value that " + model.getSimpleName() + " needs");
    }
    return new IllegalStateException(model.getName() + " cannot be made", cause);
  }

  /** No value: zero, nothing optional, or null. */
  static @Nullable Object nothing(Class<?> type) {
    return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : NOTHING.get(type);
  }
}
