package dev.grapnel.interceptors.limits;

/** What becomes of a call when the {@link RateLimitStore} fails or is late. */
public enum StoreFailure {
  /** The call goes on without a limit: calls matter more than limits. */
  ALLOW,
  /** The call ends with UNAVAILABLE: limits matter more than calls. */
  REFUSE
}
