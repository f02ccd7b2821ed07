package dev.grapnel.interceptors.auth;

/** An access with its refusal, so that none is made while calls come in. */
record Rule(AccessKind access, Refusal denial) {

  /** For methods without a rule, where each has to have one. */
  static final Rule NOBODY = of(AccessKind.Nobody.INSTANCE);

  /** For methods without a rule, where they may decide for themselves. */
  static final Rule UP_TO_THE_METHOD = of(AccessKind.UpToTheMethod.INSTANCE);

  static Rule of(Access access) {
    AccessKind kind = (AccessKind) access;
    return new Rule(kind, kind.denial());
  }
}
