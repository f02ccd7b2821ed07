package dev.grapnel.testing;

import io.grpc.Channel;
import io.grpc.ServiceDescriptor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;

/** What protoc-gen-grpc-java puts around a stub class: its service and its factory. */
final class StubTypes {

  private StubTypes() {}

  /** The service of a generated stub or base class; empty for anything else. */
  static Optional<ServiceDescriptor> serviceOf(Class<?> generated) {
    Class<?> outer = generated.getEnclosingClass();
    if (outer == null) {
      return Optional.empty();
    }
    return Arrays.stream(outer.getMethods())
        .filter(method -> method.getName().equals("getServiceDescriptor"))
        .filter(method -> method.getParameterCount() == 0 && isStatic(method))
        .findFirst()
        .map(method -> (ServiceDescriptor) invoke(method));
  }

  static <S> S newStub(Class<S> type, Channel channel) {
    Class<?> outer = type.getEnclosingClass();
    Method factory =
        Arrays.stream(outer == null ? new Method[0] : outer.getMethods())
            .filter(method -> isStatic(method) && method.getReturnType() == type)
            .filter(
                method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Channel.class}))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s is no generated stub: expected a class such as UserServiceGrpc.UserServiceBlockingStub"
                            .formatted(type.getName())));
    return type.cast(invoke(factory, channel));
  }

  static Object invoke(Method method, Object... arguments) {
    try {
      return method.invoke(null, arguments);
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("cannot call the generated " + method, failure);
    }
  }

  static boolean isStatic(Method method) {
    return Modifier.isStatic(method.getModifiers());
  }
}
