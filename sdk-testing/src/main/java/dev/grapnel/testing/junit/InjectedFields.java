package dev.grapnel.testing.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Fields of test classes that carry an annotation of the kit. */
final class InjectedFields {

  private InjectedFields() {}

  /** Sets the {@link Injected} fields of a test and of the classes it is nested in. */
  static void fill(ExtensionContext context, Injection injection) {
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      for (Field field : with(Injected.class, instance.getClass())) {
        check(field);
        set(
            field,
            instance,
            injection.value(
                field.getType(),
                AnnotationSupport.findAnnotation(field, AsPrincipal.class).orElse(null)));
      }
    }
  }

  static List<Field> with(Class<? extends Annotation> annotation, Class<?> type) {
    return Stream.<Class<?>>iterate(type, t -> t != null && t != Object.class, Class::getSuperclass)
        .flatMap(declaring -> Arrays.stream(declaring.getDeclaredFields()))
        .filter(field -> field.isAnnotationPresent(annotation))
        .toList();
  }

  static Object get(Field field, Object instance) {
    try {
      field.setAccessible(true);
      Object value = field.get(instance);
      if (value == null) {
        throw new ExtensionConfigurationException(
            "the field %s is null: expected a service where it is declared, or from an extension that stands before @GrpcTest"
                .formatted(field));
      }
      return value;
    } catch (IllegalAccessException failure) {
      throw new ExtensionConfigurationException("cannot read the field " + field, failure);
    }
  }

  private static void check(Field field) {
    if (Modifier.isStatic(field.getModifiers()) || Modifier.isFinal(field.getModifiers())) {
      throw new ExtensionConfigurationException(
          "the field %s is static or final: @Injected sets a field of each test".formatted(field));
    }
    if (!Injection.supports(field.getType())) {
      throw new ExtensionConfigurationException(
          "the field %s cannot be injected: expected a generated stub, Channel, TestCaller, GRPCTestClient or Server"
              .formatted(field));
    }
  }

  private static void set(Field field, Object instance, Object value) {
    try {
      field.setAccessible(true);
      field.set(instance, value);
    } catch (IllegalAccessException failure) {
      throw new ExtensionConfigurationException("cannot set the field " + field, failure);
    }
  }
}
