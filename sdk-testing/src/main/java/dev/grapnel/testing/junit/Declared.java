package dev.grapnel.testing.junit;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.GRPCTestClientBuilder;
import io.grpc.BindableService;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.AnnotationSupport;

/** What a {@link GrpcTest} annotation and the {@link Served} fields of its class declare. */
record Declared(ExtensionContext context, GrpcTest annotation) {

  /** Reads the annotation of a test class, or of the nearest class around it. */
  static Declared on(ExtensionContext context) {
    return classes(context)
        .flatMap(type -> AnnotationSupport.findAnnotation(type, GrpcTest.class).stream())
        .findFirst()
        .map(annotation -> new Declared(context, annotation))
        .orElseThrow(
            () ->
                new ExtensionConfigurationException(
                    "%s has no @GrpcTest: expected it, or GrpcExtension.of(...) in a field with @RegisterExtension"
                        .formatted(context.getRequiredTestClass().getName())));
  }

  /** Whether it is that of a class around the test class. */
  boolean isInherited() {
    return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), GrpcTest.class)
        .isEmpty();
  }

  Lifetime lifetime() {
    return annotation.lifetime();
  }

  /** Makes a client with everything that is declared. */
  GRPCTestClient client() {
    GRPCTestClientBuilder builder = GRPCTestClient.builder();
    List<BindableService> services =
        Stream.concat(Stream.of(annotation.value()).map(Declared::newInstance), served()).toList();
    if (services.isEmpty()) {
      throw new ExtensionConfigurationException(
          "%s serves nothing: expected @GrpcTest(UserService.class), or a service in a field with @Served"
              .formatted(context.getRequiredTestClass().getName()));
    }
    services.forEach(builder::addService);
    Stream.of(annotation.interceptors()).forEach(t -> builder.addInterceptor(newInstance(t)));
    if (annotation.transport().length > 1) {
      throw new ExtensionConfigurationException(
          "@GrpcTest names %d transports: expected one".formatted(annotation.transport().length));
    }
    Stream.of(annotation.transport()).forEach(builder::transport);
    return builder.build();
  }

  private Stream<BindableService> served() {
    List<Object> instances =
        context.getTestInstances().map(TestInstances::getAllInstances).orElse(List.of());
    return classes(context)
        .flatMap(type -> InjectedFields.with(Served.class, type).stream())
        .distinct()
        .map(field -> service(field, instances));
  }

  private BindableService service(Field field, List<Object> instances) {
    Optional<Object> owner =
        instances.stream().filter(field.getDeclaringClass()::isInstance).findFirst();
    boolean isStatic = Modifier.isStatic(field.getModifiers());
    if (!isStatic && (owner.isEmpty() || lifetime() == Lifetime.PER_CLASS)) {
      throw new ExtensionConfigurationException(
          "the field %s is not static: with lifetime = PER_CLASS, @Served needs static fields"
              .formatted(field));
    }
    Object value = InjectedFields.get(field, owner.orElse(this));
    if (value instanceof BindableService service) {
      return service;
    }
    throw new ExtensionConfigurationException(
        "the field %s is no service: @Served expects a BindableService".formatted(field));
  }

  /** The test class, then the classes around it. */
  static Stream<Class<?>> classes(ExtensionContext context) {
    return Stream.<Class<?>>iterate(
        context.getRequiredTestClass(), type -> type != null, Class::getEnclosingClass);
  }

  private static <T> T newInstance(Class<T> type) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (InvocationTargetException failure) {
      throw new ExtensionConfigurationException(
          "the constructor of %s failed".formatted(type.getName()), failure.getCause());
    } catch (ReflectiveOperationException failure) {
      throw new ExtensionConfigurationException(
          "%s has no constructor without parameters: make it yourself in a field with @Served, or make an inner class static"
              .formatted(type.getName()),
          failure);
    }
  }
}
