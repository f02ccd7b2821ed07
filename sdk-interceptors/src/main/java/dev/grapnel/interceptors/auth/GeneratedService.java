package dev.grapnel.interceptors.auth;

import dev.grapnel.core.config.NearestName;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.StreamObserver;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What protoc-gen-grpc-java generated for a service, seen from the class that implements it. */
final class GeneratedService {

  private record Signature(String name, List<Class<?>> parameters) {

    static Signature of(Method method) {
      return new Signature(method.getName(), List.of(method.getParameterTypes()));
    }
  }

  private final ServiceDescriptor descriptor;
  private final Set<Class<?>> types;
  private final Map<Signature, MethodDescriptor<?, ?>> rpcs = new LinkedHashMap<>();

  private GeneratedService(ServiceDescriptor descriptor, Set<Class<?>> types) {
    this.descriptor = descriptor;
    this.types = types;
    for (MethodDescriptor<?, ?> rpc : descriptor.getMethods()) {
      String name = javaName(String.valueOf(rpc.getBareMethodName()));
      types.stream()
          .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
          .filter(method -> takesObserver(method) && isNamed(method, name))
          .forEach(method -> rpcs.put(Signature.of(method), rpc));
    }
  }

  /** Finds the one service that a class implements; empty if there is none, or more. */
  static Optional<GeneratedService> of(Class<?> implementation) {
    Map<ServiceDescriptor, Set<Class<?>>> found = new LinkedHashMap<>();
    for (Class<?> type : supertypes(implementation)) {
      ServiceDescriptor descriptor = descriptorOf(type);
      if (descriptor != null) {
        found.computeIfAbsent(descriptor, service -> new LinkedHashSet<>()).add(type);
      }
    }
    return found.size() == 1
        ? found.entrySet().stream()
            .findFirst()
            .map(entry -> new GeneratedService(entry.getKey(), entry.getValue()))
        : Optional.empty();
  }

  String name() {
    return descriptor.getName();
  }

  /** Tells whether a type is itself generated, not written by people. */
  boolean declares(Class<?> type) {
    return types.contains(type);
  }

  Optional<MethodDescriptor<?, ?>> rpcOf(Method method) {
    return Optional.ofNullable(rpcs.get(Signature.of(method)));
  }

  /** Says what was probably meant by a method that is no RPC. */
  String hint(Method method) {
    List<String> names = rpcs.keySet().stream().map(Signature::name).toList();
    if (names.contains(method.getName())) {
      return ", whose " + method.getName() + " has other parameters";
    }
    return names.isEmpty() ? "" : "; the nearest is " + NearestName.of(method.getName(), names);
  }

  private static Set<Class<?>> supertypes(Class<?> type) {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      all.add(each);
      for (Class<?> implemented : each.getInterfaces()) {
        all.addAll(supertypes(implemented));
      }
    }
    return all;
  }

  /** Stubs are generated beside the service and must not be taken for one. */
  private static @Nullable ServiceDescriptor descriptorOf(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    if (outer == null || !(type.isInterface() || BindableService.class.isAssignableFrom(type))) {
      return null;
    }
    try {
      Method getter = outer.getMethod("getServiceDescriptor");
      return Modifier.isStatic(getter.getModifiers())
              && getter.getReturnType() == ServiceDescriptor.class
          ? (ServiceDescriptor) getter.invoke(null)
          : null;
    } catch (ReflectiveOperationException notGenerated) {
      return null;
    }
  }

  private static boolean takesObserver(Method method) {
    int count = method.getParameterCount();
    return count > 0 && method.getParameterTypes()[count - 1] == StreamObserver.class;
  }

  /** A name that Java reserves gets an underscore; no other method can be called like that. */
  private static boolean isNamed(Method method, String name) {
    return method.getName().equals(name) || method.getName().equals(name + "_");
  }

  /** As the generator does it: first letter lower, underscores away, upper after each. */
  private static String javaName(String rpc) {
    StringBuilder name = new StringBuilder();
    boolean afterUnderscore = false;
    for (int i = 0; i < rpc.length(); i++) {
      String character = rpc.substring(i, i + 1);
      if (i == 0) {
        name.append(character.toLowerCase(Locale.ROOT));
      } else if (character.equals("_")) {
        afterUnderscore = true;
      } else {
        name.append(afterUnderscore ? character.toUpperCase(Locale.ROOT) : character);
        afterUnderscore = false;
      }
    }
    return name.toString();
  }
}
