package dev.grapnel.interceptors.auth;

import dev.grapnel.core.security.Principal;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who may call a method. Immutable; two of the same kind with the same names are equal.
 *
 * <p>Names of roles and permissions are compared exactly: nothing is trimmed, no case is folded and
 * there are no wildcards. {@code toString()} is the text that {@link AccessRules#parse} reads.
 */
public sealed interface Access permits AccessKind {

  /**
   * Lets everybody in, written {@code public}.
   *
   * <p>A good credential still sets the principal of the call. Any other is ignored, the call then
   * has no principal: a caller whose token has expired can still call the method that gives it a
   * new one.
   *
   * @return the access
   */
  static Access anyone() {
    return AccessKind.Anyone.INSTANCE;
  }

  /**
   * Lets in whoever has a good credential, written {@code authenticated}.
   *
   * @return the access
   */
  static Access authenticated() {
    return AccessKind.AnyPrincipal.INSTANCE;
  }

  /**
   * Lets in who has one of some roles, written {@code role:staff|admin}.
   *
   * @param anyOf the roles, at least one; the others are told to callers that have none of them
   * @return the access
   * @throws dev.grapnel.core.config.ConfigException if there is none, or one is empty, begins or
   *     ends with a blank, or has a control character or one of {@code | & ,} in it
   */
  static Access role(String... anyOf) {
    return new AccessKind.AnyRole(AccessText.names("role", List.of(anyOf)));
  }

  /**
   * Lets in who has all of some permissions, written {@code permission:crypto.buy&crypto.sell}.
   *
   * @param allOf the permissions, at least one; told to callers that lack any of them
   * @return the access
   * @throws dev.grapnel.core.config.ConfigException as {@link #role} throws it
   */
  static Access permission(String... allOf) {
    return new AccessKind.AllPermissions(AccessText.names("permission", List.of(allOf)));
  }

  /**
   * Lets in the principals that meet a condition; it has no text form for configuration.
   *
   * @param description what is told to callers that do not, for example {@code only for the tenant
   *     acme}
   * @param condition asked for each call, on the call's thread: fast and thread-safe; if it throws,
   *     the call ends with UNAVAILABLE
   * @return the access, equal only to one with the same description and the same condition object
   * @throws dev.grapnel.core.config.ConfigException if the description is blank
   */
  static Access when(String description, Predicate<Principal> condition) {
    return new AccessKind.Condition(AccessText.description(description), condition);
  }
}
