package dev.grapnel.interceptors.auth;

import dev.grapnel.core.security.Principal;

/** What an {@link Authenticator} found. */
public sealed interface Authentication {

  /**
   * The credential is good.
   *
   * @param principal who calls
   */
  record Authenticated(Principal principal) implements Authentication {}

  /** The call carries no credential of this kind: others may be asked. */
  record Absent() implements Authentication {}

  /**
   * The credential is bad: the call ends with UNAUTHENTICATED, and nobody else is asked.
   *
   * @param reason why, for the server's log only; it holds nothing of the credential itself
   */
  record Refused(String reason) implements Authentication {}

  /**
   * The credential cannot be judged now, for example because no keys are there yet: the call ends
   * with UNAVAILABLE.
   *
   * @param reason why, for the server's log only
   */
  record Unavailable(String reason) implements Authentication {}

  /**
   * Returns that the call carries no credential of this kind.
   *
   * @return always the same
   */
  static Authentication absent() {
    return AuthenticationConstants.ABSENT;
  }
}
