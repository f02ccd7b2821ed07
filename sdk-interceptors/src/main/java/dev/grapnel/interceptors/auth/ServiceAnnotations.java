package dev.grapnel.interceptors.auth;

import dev.grapnel.core.config.ConfigException;
import io.grpc.MethodDescriptor;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the annotations of one service class into rules. */
final class ServiceAnnotations {

  private final Class<?> service;
  private final GeneratedService generated;
  private final List<String> problems;
  private final Map<String, Access> methods = new LinkedHashMap<>();
  private Optional<Access> ofClass = Optional.empty();

  private ServiceAnnotations(Class<?> service, GeneratedService generated, List<String> problems) {
    this.service = service;
    this.generated = generated;
    this.problems = problems;
  }

  static void read(Class<?> service, AccessRules.Builder rules, List<String> problems) {
    Optional<GeneratedService> generated = GeneratedService.of(service);
    if (generated.isEmpty()) {
      problems.add(
          service.getName()
              + " is no gRPC service: expected a class that extends one generated base class, as in"
              + " CryptoServiceGrpc.CryptoServiceImplBase");
      return;
    }
    ServiceAnnotations annotations = new ServiceAnnotations(service, generated.get(), problems);
    annotations.readAll();
    annotations.methods.forEach(rules::method);
    annotations.ofClass.ifPresent(access -> rules.service(generated.get().name(), access));
  }

  /** From the class upwards: the nearest annotation wins. */
  private void readAll() {
    for (Class<?> type = service;
        type != null && !generated.declares(type);
        type = type.getSuperclass()) {
      Optional<Access> found = access(type, type.getName());
      ofClass = ofClass.or(() -> found);
      for (Method method : type.getDeclaredMethods()) {
        // The compiler copies annotations to the bridges that it makes.
        if (!method.isSynthetic()) {
          readMethod(method);
        }
      }
    }
  }

  private void readMethod(Method method) {
    String where = method.getDeclaringClass().getName() + "." + method.getName();
    Optional<Access> access = access(method, where);
    if (access.isEmpty()) {
      return;
    }
    Optional<MethodDescriptor<?, ?>> rpc = generated.rpcOf(method);
    if (rpc.isEmpty()) {
      problems.add(
          where
              + " has an annotation for access, but is no method of "
              + generated.name()
              + generated.hint(method));
      return;
    }
    methods.putIfAbsent(rpc.get().getFullMethodName(), access.get());
  }

  private Optional<Access> access(AnnotatedElement element, String where) {
    List<Annotation> found = new ArrayList<>();
    for (Annotation annotation : element.getDeclaredAnnotations()) {
      if (isOurs(annotation)) {
        found.add(annotation);
      }
    }
    if (found.size() > 1) {
      problems.add(
          where
              + " has the annotations "
              + String.join(" and ", found.stream().map(ServiceAnnotations::name).toList())
              + ": expected one; for more, write the rule in code with Access.when(…)");
    }
    return found.size() == 1 ? access(found.get(0), where) : Optional.empty();
  }

  private Optional<Access> access(Annotation annotation, String where) {
    try {
      if (annotation instanceof RequiresPermission permission) {
        return Optional.of(Access.permission(permission.value()));
      }
      if (annotation instanceof RequiresRole role) {
        return Optional.of(Access.role(role.value()));
      }
    } catch (ConfigException bad) {
      bad.problems().forEach(problem -> problems.add(where + ": " + problem));
      return Optional.empty();
    }
    return Optional.of(
        annotation instanceof PublicAccess ? Access.anyone() : Access.authenticated());
  }

  /** Tells whether a class, or one that it extends, says anything about access. */
  static boolean isAnnotated(Class<?> service) {
    for (Class<?> type = service; type != null; type = type.getSuperclass()) {
      Stream<AnnotatedElement> elements =
          Stream.concat(Stream.of(type), Stream.of(type.getDeclaredMethods()));
      if (elements
          .flatMap(element -> Stream.of(element.getDeclaredAnnotations()))
          .anyMatch(ServiceAnnotations::isOurs)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOurs(Annotation annotation) {
    return annotation instanceof RequiresPermission
        || annotation instanceof RequiresRole
        || annotation instanceof RequiresAuthentication
        || annotation instanceof PublicAccess;
  }

  private static String name(Annotation annotation) {
    return "@" + annotation.annotationType().getSimpleName();
  }
}
