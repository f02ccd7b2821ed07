package dev.grapnel.core.call;

import io.grpc.MethodDescriptor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Says which calls something applies to. It is asked for every call: implementations are fast and
 * thread-safe.
 */
@FunctionalInterface
public interface CallSelector {

  /**
   * Tells whether calls of a method are meant.
   *
   * @param method the method that is called
   * @return whether they are
   */
  boolean selects(MethodDescriptor<?, ?> method);

  /**
   * Selects all calls.
   *
   * @return the selector
   */
  static CallSelector all() {
    return method -> true;
  }

  /**
   * Selects the calls of some services.
   *
   * @param names full names, for example {@code crypto.CryptoService}
   * @return the selector
   */
  static CallSelector services(String... names) {
    Set<String> chosen = Set.copyOf(List.of(names));
    return method -> {
      String service = method.getServiceName();
      return service != null && chosen.contains(service);
    };
  }

  /**
   * Selects the calls of some methods.
   *
   * @param fullNames service and method, for example {@code crypto.CryptoService/GetCoin}
   * @return the selector
   * @throws IllegalArgumentException if a name has no slash
   */
  static CallSelector methods(String... fullNames) {
    for (String name : fullNames) {
      if (name.indexOf('/') < 1 || name.endsWith("/")) {
        throw new IllegalArgumentException(
            "\""
                + name
                + "\" names no method: expected service and method, as in"
                + " crypto.CryptoService/GetCoin");
      }
    }
    Set<String> chosen = Set.copyOf(List.of(fullNames));
    return method -> chosen.contains(method.getFullMethodName());
  }

  /**
   * Selects calls by their kind.
   *
   * @param first unary, client, server or bidi streaming
   * @param more further kinds
   * @return the selector
   */
  static CallSelector types(
      MethodDescriptor.MethodType first, MethodDescriptor.MethodType... more) {
    Set<MethodDescriptor.MethodType> chosen = EnumSet.of(first, more);
    return method -> chosen.contains(method.getType());
  }

  /**
   * Selects what both select.
   *
   * @param other the other selector
   * @return the selector
   */
  default CallSelector and(CallSelector other) {
    return method -> selects(method) && other.selects(method);
  }

  /**
   * Selects what either selects.
   *
   * @param other the other selector
   * @return the selector
   */
  default CallSelector or(CallSelector other) {
    return method -> selects(method) || other.selects(method);
  }

  /**
   * Selects all calls but these.
   *
   * @return the selector
   */
  default CallSelector negate() {
    return method -> !selects(method);
  }
}
