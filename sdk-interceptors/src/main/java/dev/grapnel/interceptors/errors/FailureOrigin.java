package dev.grapnel.interceptors.errors;

/** Who said that a call of a client failed. */
public enum FailureOrigin {
  /** The status was received: the server, or a proxy before it, answered the call with it. */
  PEER,
  /**
   * The status was made on this side: there was no connection, the deadline passed, the call was
   * cancelled, or the peer broke it off without a status. The server may have run it all the same.
   */
  LOCAL,
  /** The call went over no {@link ErrorInterceptor}, or the status was changed on its way. */
  UNKNOWN
}
