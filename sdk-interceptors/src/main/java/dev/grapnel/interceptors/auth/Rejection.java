package dev.grapnel.interceptors.auth;

/** Ends a check early. It has no stack trace: bad tokens must cost little. */
final class Rejection extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Authentication outcome;

  private Rejection(String reason, Authentication outcome) {
    super(reason, null, false, false);
    this.outcome = outcome;
  }

  static Rejection refused(String reason) {
    return new Rejection(reason, new Authentication.Refused(reason));
  }

  static Rejection unavailable(String reason) {
    return new Rejection(reason, new Authentication.Unavailable(reason));
  }

  Authentication outcome() {
    return outcome;
  }
}
