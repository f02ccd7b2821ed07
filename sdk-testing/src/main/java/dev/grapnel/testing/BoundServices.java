package dev.grapnel.testing;

import dev.grapnel.testing.fake.FakeService;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services of a test client by name, {@code null} if they are not known, and the fakes of them.
 */
record BoundServices(
    @Nullable Map<String, ServerServiceDefinition> byName, List<FakeService> fakes) {

  /** For a server that somebody else made. */
  static BoundServices unknown() {
    return new BoundServices(null, List.of());
  }

  /** Binds services and tells what is wrong with them. */
  static BoundServices of(List<Object> services, List<String> problems) {
    Map<String, ServerServiceDefinition> bound = new LinkedHashMap<>();
    for (Object service : services) {
      Optional<ServerServiceDefinition> definition = bind(service, problems);
      definition.ifPresent(found -> add(found, bound, problems));
    }
    if (services.isEmpty()) {
      problems.add("there is no service: expected one or more by addService(...)");
    }
    List<FakeService> fakes =
        services.stream()
            .filter(FakeService.class::isInstance)
            .map(FakeService.class::cast)
            .toList();
    return new BoundServices(bound, fakes);
  }

  Collection<ServerServiceDefinition> definitions() {
    return byName == null ? List.of() : byName.values();
  }

  /** Fails if a generated stub is of a service that is not here. */
  void check(Class<?> stub) {
    if (byName == null) {
      return;
    }
    StubTypes.serviceOf(stub)
        .filter(service -> !byName.containsKey(service.getName()))
        .ifPresent(
            service -> {
              throw new IllegalArgumentException(
                  "%s calls %s, which is not here: there is %s"
                      .formatted(
                          stub.getSimpleName(),
                          service.getName(),
                          String.join(", ", byName.keySet())));
            });
  }

  private static void add(
      ServerServiceDefinition service,
      Map<String, ServerServiceDefinition> bound,
      List<String> problems) {
    String name = service.getServiceDescriptor().getName();
    if (bound.putIfAbsent(name, service) != null) {
      problems.add(
          "the service %s is registered twice: there is %s"
              .formatted(name, String.join(", ", bound.keySet())));
    }
  }

  private static Optional<ServerServiceDefinition> bind(Object service, List<String> problems) {
    if (service instanceof ServerServiceDefinition definition) {
      return Optional.of(definition);
    }
    BindableService bindable = (BindableService) service;
    Optional<ServerServiceDefinition> generated = bindGenerated(bindable);
    if (generated.isPresent()) {
      return generated;
    }
    ServerServiceDefinition definition = bindable.bindService();
    if (definition == null) {
      problems.add(
          "bindService() of %s returns null: expected a service, or a mock of a generated base class"
              .formatted(service.getClass().getName()));
    }
    return Optional.ofNullable(definition);
  }

  /**
   * Binds as the final bindService() of a generated base class does, without calling it: a mock
   * would answer null, and remember the call.
   */
  private static Optional<ServerServiceDefinition> bindGenerated(BindableService service) {
    return Stream.<Class<?>>iterate(service.getClass(), type -> type != null, Class::getSuperclass)
        .map(Class::getEnclosingClass)
        .filter(outer -> outer != null)
        .flatMap(outer -> Arrays.stream(outer.getMethods()))
        .filter(method -> binds(method, service))
        .findFirst()
        .map(method -> (ServerServiceDefinition) StubTypes.invoke(method, service));
  }

  private static boolean binds(Method method, BindableService service) {
    return method.getName().equals("bindService")
        && StubTypes.isStatic(method)
        && method.getParameterCount() == 1
        && method.getParameterTypes()[0].isInstance(service);
  }
}
