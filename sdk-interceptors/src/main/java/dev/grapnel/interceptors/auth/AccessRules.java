package dev.grapnel.interceptors.auth;

import dev.grapnel.core.config.ConfigException;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says who may call which method. The most specific rule decides: that of the method, else that of
 * its service, else the one for everything else. Immutable.
 *
 * <pre>{@code
 * AccessRules.builder()
 *     .from(CryptoService.class) // its annotations
 *     .method(CryptoServiceGrpc.getDepositMethod(), Access.permission("crypto.deposit"))
 *     .service("crypto.PriceService", Access.anyone())
 *     .build();
 * }</pre>
 *
 * <p>Names are those of gRPC, {@code package.Service/Method}, and are compared exactly.
 */
public final class AccessRules {

  private final Map<String, Rule> methods;
  private final Map<String, Rule> services;
  private final @Nullable Rule otherwise;

  private AccessRules(
      Map<String, Rule> methods, Map<String, Rule> services, @Nullable Rule otherwise) {
    this.methods = methods;
    this.services = services;
    this.otherwise = otherwise;
  }

  /**
   * Begins rules in code.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads the rules that services say by annotations, see {@link Builder#from}.
   *
   * @param services classes that extend generated base classes
   * @return the rules
   * @throws ConfigException if an annotation makes no sense; tells all of them
   */
  public static AccessRules of(Class<?>... services) {
    Builder builder = builder();
    List.of(services).forEach(builder::from);
    return builder.build();
  }

  /**
   * Reads rules from configuration, one to an entry, without blanks around the names:
   *
   * <pre>
   * crypto.CryptoService/GetCoin=public
   * crypto.CryptoService/Deposit=permission:crypto.deposit
   * crypto.CryptoService/*=authenticated      the other methods of the service
   * crypto.AdminService/*=role:staff|admin    any of the roles
   * crypto.Ledger/Move=permission:read&amp;write  all of the permissions
   * *=authenticated                           everything else
   * </pre>
   *
   * @param entries the rules; none makes empty rules
   * @return the rules
   * @throws ConfigException if entries cannot be read or contradict each other; it names all
   */
  public static AccessRules parse(List<String> entries) {
    Builder builder = builder();
    entries.forEach(builder::entry);
    return builder.build();
  }

  /**
   * Returns these rules with those of another set where these have none of the same name: {@code
   * configured.orElse(inCode)}. Only rules for the very same name compete: one for a method in
   * {@code other} still decides before one for its service in this set.
   *
   * @param other the further rules
   * @return both together
   */
  public AccessRules orElse(AccessRules other) {
    return new AccessRules(
        joined(methods, other.methods),
        joined(services, other.services),
        otherwise == null ? other.otherwise : otherwise);
  }

  private static Map<String, Rule> joined(Map<String, Rule> first, Map<String, Rule> second) {
    Map<String, Rule> both = new LinkedHashMap<>(second);
    both.putAll(first);
    return both;
  }

  /** By names as they are: no copy, no change of case, and nothing that the wire could shape. */
  @Nullable Rule find(MethodDescriptor<?, ?> method) {
    Rule ofMethod = methods.get(method.getFullMethodName());
    if (ofMethod != null) {
      return ofMethod;
    }
    String service = method.getServiceName();
    Rule ofService = service == null ? null : services.get(service);
    return ofService == null ? otherwise : ofService;
  }

  /** Tells whether a method has a rule of its own, or one of its service. */
  boolean names(String method, String service) {
    return methods.containsKey(method) || services.containsKey(service);
  }

  /** Tells whether single methods of a service have rules. */
  boolean namesMethodsOf(String service) {
    return methods.keySet().stream().anyMatch(name -> name.startsWith(service + "/"));
  }

  Set<String> methodNames() {
    return methods.keySet();
  }

  Set<String> serviceNames() {
    return services.keySet();
  }

  /** As {@link #parse} reads them, apart from conditions, which have no text form. */
  List<String> entries() {
    List<String> entries = new ArrayList<>();
    methods.forEach((name, rule) -> entries.add(name + "=" + rule.access()));
    services.forEach(
        (name, rule) -> entries.add(name + RuleName.ALL_METHODS + "=" + rule.access()));
    if (otherwise != null) {
      entries.add(RuleName.EVERYTHING + "=" + otherwise.access());
    }
    return entries;
  }

  @Override
  public String toString() {
    return entries().toString();
  }

  /**
   * Builds {@link AccessRules}. The order of the rules says nothing; a name that gets two different
   * accesses is a mistake, which {@link AccessRules#orElse} is not. Not thread-safe.
   */
  public static final class Builder {

    private final Map<String, Access> methods = new LinkedHashMap<>();
    private final Map<String, Access> services = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable Access otherwise;

    private Builder() {}

    /**
     * Says who may call a method.
     *
     * @param fullName service and method, for example {@code crypto.CryptoService/GetCoin}
     * @param access who may
     * @return this builder
     */
    public Builder method(String fullName, Access access) {
      if (!RuleName.isMethod(fullName)) {
        unusable(fullName, "service and method, as in crypto.CryptoService/GetCoin");
      }
      put(methods, fullName, fullName, access);
      return this;
    }

    /**
     * Says who may call a method.
     *
     * @param method the method, for example {@code CryptoServiceGrpc.getGetCoinMethod()}
     * @param access who may
     * @return this builder
     */
    public Builder method(MethodDescriptor<?, ?> method, Access access) {
      return method(method.getFullMethodName(), access);
    }

    /**
     * Says who may call the methods of a service that have no rule of their own.
     *
     * @param name the full name, for example {@code crypto.CryptoService}
     * @param access who may
     * @return this builder
     */
    public Builder service(String name, Access access) {
      return service(name, name, access);
    }

    private Builder service(String name, String asWritten, Access access) {
      if (!RuleName.isService(name)) {
        unusable(asWritten, "the full name of a service, as in crypto.CryptoService");
      }
      put(services, name, name + RuleName.ALL_METHODS, access);
      return this;
    }

    /**
     * Says who may call everything that has no other rule. Without it there is no such rule, and
     * what has none is refused.
     *
     * @param access who may
     * @return this builder
     */
    public Builder otherwise(Access access) {
      if (otherwise != null && !otherwise.equals(access)) {
        contradiction(RuleName.EVERYTHING, otherwise, access);
      }
      otherwise = access;
      return this;
    }

    /**
     * Takes the rules that a service says of itself: {@link RequiresPermission}, {@link
     * RequiresRole}, {@link RequiresAuthentication} and {@link PublicAccess} on its methods, and on
     * the class for its other methods.
     *
     * <p>A method that overrides one keeps the annotation of that one if it has none itself; so
     * does a class that extends another. An annotation on a method comes before any on a class.
     *
     * @param service a class that implements a generated service; without annotations it says
     *     nothing
     * @return this builder
     */
    public Builder from(Class<?> service) {
      ServiceAnnotations.read(service, this, problems);
      return this;
    }

    /**
     * Builds the rules.
     *
     * @return the rules
     * @throws ConfigException if names cannot be those of methods or services, a name has two
     *     different accesses, a class is no service, a method has two annotations, or one that is
     *     annotated is no RPC; it names all of it
     */
    public AccessRules build() {
      ConfigException.throwIfAny(problems);
      return new AccessRules(
          rules(methods), rules(services), otherwise == null ? null : Rule.of(otherwise));
    }

    private void entry(String entry) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        unusable(entry, "name=access, as in crypto.CryptoService/*=authenticated");
        return;
      }
      try {
        add(entry.substring(0, equals), AccessText.parse(entry.substring(equals + 1)));
      } catch (ConfigException bad) {
        bad.problems()
            .forEach(
                problem ->
                    problems.add(
                        "the access rule \"" + PrintableText.of(entry) + "\": " + problem));
      }
    }

    private void add(String name, Access access) {
      if (name.equals(RuleName.EVERYTHING)) {
        otherwise(access);
      } else if (name.endsWith(RuleName.ALL_METHODS)) {
        service(name.substring(0, name.length() - RuleName.ALL_METHODS.length()), name, access);
      } else {
        method(name, access);
      }
    }

    private void put(Map<String, Access> rules, String name, String asWritten, Access access) {
      Access before = rules.putIfAbsent(name, Objects.requireNonNull(access));
      if (before != null && !before.equals(access)) {
        contradiction(asWritten, before, access);
      }
    }

    private void contradiction(String name, Access one, Access other) {
      problems.add(
          "there are two access rules for %s, %s and %s: expected one"
              .formatted(PrintableText.of(name), one, other));
    }

    private void unusable(String name, String expected) {
      problems.add(
          "the access rule \"%s\" cannot be used: expected %s"
              .formatted(PrintableText.of(name), expected));
    }

    private static Map<String, Rule> rules(Map<String, Access> accesses) {
      Map<String, Rule> rules = new LinkedHashMap<>();
      accesses.forEach((name, access) -> rules.put(name, Rule.of(access)));
      return rules;
    }
  }
}
