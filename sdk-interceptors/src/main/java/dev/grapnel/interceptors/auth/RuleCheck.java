package dev.grapnel.interceptors.auth;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.NearestName;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares rules with the services of a server: each method has one, and each rule a method. */
final class RuleCheck {

  private final Map<String, Set<String>> methodsByService = new TreeMap<>();
  private final Map<String, List<String>> withoutRule = new TreeMap<>();

  RuleCheck(AccessRules rules, List<ServerServiceDefinition> services) {
    for (ServerServiceDefinition service : services) {
      String name = service.getServiceDescriptor().getName();
      Set<String> methods = methodsByService.computeIfAbsent(name, key -> new TreeSet<>());
      for (var definition : service.getMethods()) {
        MethodDescriptor<?, ?> method = definition.getMethodDescriptor();
        methods.add(method.getFullMethodName());
        if (rules.find(method) == null) {
          withoutRule.computeIfAbsent(name, key -> new ArrayList<>()).add(bareName(method));
        }
      }
    }
  }

  /** Names what would be refused to everybody, a problem for each service. */
  List<String> uncovered() {
    List<String> problems = new ArrayList<>();
    withoutRule.forEach(
        (service, methods) ->
            problems.add(
                "no access rule covers %s of %s: add one for each method, for example method(\"%s/%s\", Access.authenticated()), or one for the rest of the service by service(…), or one for everything else by otherwise(…), or annotate the service and read it by AccessRules.of(…)"
                    .formatted(
                        String.join(", ", methods.stream().sorted().toList()),
                        service,
                        service,
                        methods.stream().sorted().findFirst().orElseThrow())));
    return problems;
  }

  /** Names the rules that fit nothing: most likely they were meant to protect something. */
  Collection<String> misspelt(AccessRules rules, Set<String> elsewhere) {
    Set<String> problems = new LinkedHashSet<>();
    for (String method : rules.methodNames()) {
      String service = RuleName.serviceOf(method);
      Set<String> known = methodsByService.get(service);
      if (known == null) {
        unknownService(service, elsewhere, problems);
      } else if (!known.contains(method)) {
        problems.add(
            "an access rule names the method "
                + method
                + ", which does not exist"
                + nearest(method, known));
      }
    }
    rules.serviceNames().stream()
        .filter(service -> !methodsByService.containsKey(service))
        .forEach(service -> unknownService(service, elsewhere, problems));
    return problems;
  }

  private void unknownService(String service, Set<String> elsewhere, Set<String> problems) {
    if (!elsewhere.contains(service)) {
      problems.add(
          "an access rule names the service "
              + service
              + ", which this server does not have"
              + nearest(service, methodsByService.keySet()));
    }
  }

  private static String nearest(String name, Collection<String> known) {
    return known.isEmpty() ? "" : "; the nearest is " + NearestName.of(name, known);
  }

  private static String bareName(MethodDescriptor<?, ?> method) {
    return String.valueOf(method.getBareMethodName());
  }

  /** Whoever annotates a service believes that it holds. */
  static List<String> unread(Class<?> service, AccessRules rules) {
    if (!ServiceAnnotations.isAnnotated(service)) {
      return List.of();
    }
    AccessRules annotated;
    try {
      annotated = AccessRules.builder().from(service).build();
    } catch (ConfigException e) {
      return e.problems();
    }
    List<String> names = new ArrayList<>();
    annotated.methodNames().stream()
        .filter(name -> !rules.names(name, name.substring(0, name.lastIndexOf('/'))))
        .forEach(names::add);
    annotated.serviceNames().stream()
        .filter(name -> !rules.serviceNames().contains(name) && !rules.namesMethodsOf(name))
        .forEach(name -> names.add(name + RuleName.ALL_METHODS));
    return names.isEmpty()
        ? List.of()
        : List.of(
            service.getName()
                + " says by annotations who may call "
                + String.join(", ", names)
                + ", but no access rule comes of that: add AccessRules.builder().from("
                + service.getSimpleName()
                + ".class) to the rules of the AuthInterceptor, or name them in a rule of your own");
  }
}
