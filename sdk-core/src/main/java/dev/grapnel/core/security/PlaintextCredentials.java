package dev.grapnel.core.security;

import io.grpc.CallOptions;

/** Says whether a client may send tokens and keys over a connection that is not encrypted. */
public final class PlaintextCredentials {

  /**
   * Permits it for a call, because others encrypt it on its way: the sidecar of a service mesh. The
   * default is false: then credentials go over plaintext to loopback only.
   */
  public static final CallOptions.Key<Boolean> PERMITTED =
      CallOptions.Key.createWithDefault("grapnel-plaintext-credentials", false);

  private PlaintextCredentials() {}
}
