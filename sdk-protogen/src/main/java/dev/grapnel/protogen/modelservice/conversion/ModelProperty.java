package dev.grapnel.protogen.modelservice.conversion;

import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.annotation.ProtoIgnore;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Form;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that a model holds.
 *
 * @param name the Java name
 * @param fieldName the name of its field; empty if it has none, and is only kept when a model is
 *     changed
 * @param type what it is, without open variables
 * @param form how it is written, where its type leaves a choice
 * @param reader how it is read
 * @param owner the model
 */
record ModelProperty(
    String name, String fieldName, Type type, Form form, Reader reader, Class<?> owner) {

  /** Something that reads a value of an object. */
  interface Reader {
    @Nullable Object read(Object model) throws ReflectiveOperationException;
  }

  /** One that no message has. */
  static ModelProperty hidden(String name, Type type, Reader reader, Class<?> owner) {
    return new ModelProperty(name, "", type, Form.PLAIN, reader, owner);
  }

  /** Reads what annotations say; of several places the first that says something counts. */
  static ModelProperty of(
      String name, Type type, Reader reader, Class<?> owner, List<AnnotatedElement> places) {
    if (isIgnored(places)) {
      return hidden(name, type, reader, owner);
    }
    ProtoField wishes = find(places, ProtoField.class);
    String named = wishes == null ? "" : wishes.name();
    if (named.isEmpty()) {
      named = FieldNames.snake(jacksonName(places).orElse(name));
    }
    return new ModelProperty(
        name, named, type, wishes == null ? Form.PLAIN : wishes.form(), reader, owner);
  }

  private static boolean isIgnored(List<AnnotatedElement> places) {
    return find(places, ProtoIgnore.class) != null
        || jackson(places, "JsonIgnore").map(each -> !"false".equals(each)).orElse(false);
  }

  /** Whether it is said to be a property though it does not look like one. */
  static boolean isMarked(AnnotatedElement getter) {
    return getter.isAnnotationPresent(ProtoField.class)
        || jackson(List.of(getter), "JsonProperty").isPresent();
  }

  private static <A extends Annotation> @Nullable A find(
      List<AnnotatedElement> places, Class<A> type) {
    for (AnnotatedElement place : places) {
      A found = place.getAnnotation(type);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static Optional<String> jacksonName(List<AnnotatedElement> places) {
    return jackson(places, "JsonProperty").filter(name -> !name.isEmpty());
  }

  /** Jackson need not be there: its annotations are known by name. */
  private static Optional<String> jackson(List<AnnotatedElement> places, String simpleName) {
    String wanted = "com.fasterxml.jackson.annotation." + simpleName;
    for (AnnotatedElement place : places) {
      for (Annotation each : place.getAnnotations()) {
        if (each.annotationType().getName().equals(wanted)) {
          try {
            return Optional.of(
                String.valueOf(each.annotationType().getMethod("value").invoke(each)));
          } catch (ReflectiveOperationException unlikely) {
            throw new IllegalStateException(unlikely);
          }
        }
      }
    }
    return Optional.empty();
  }

  static Reader reader(Method getter) {
    getter.trySetAccessible();
    return getter::invoke;
  }

  static Reader reader(Field field) {
    field.trySetAccessible();
    return field::get;
  }

  @Nullable Object read(Object model) {
    try {
      return reader.read(model);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(this + " cannot be read: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          this + " cannot be read: make it public, or open its package", e);
    }
  }

  @Override
  public String toString() {
    return owner.getSimpleName() + "." + name;
  }
}
