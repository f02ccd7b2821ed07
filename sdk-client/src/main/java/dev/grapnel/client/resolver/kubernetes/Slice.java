package dev.grapnel.client.resolver.kubernetes;

import java.net.InetAddress;
import java.util.List;

/**
 * One EndpointSlice: a part of a service's pods.
 *
 * @param understood whether its addresses are IP addresses; otherwise there are no pods here
 * @param ports those for TCP; none means any
 */
record Slice(String name, boolean understood, List<Pod> pods, List<Port> ports) {

  /**
   * A pod under one address.
   *
   * @param id the same for all addresses of a pod; empty if unknown
   */
  record Pod(String id, InetAddress address, State state) {}

  /** Whether a pod can be called. */
  enum State {
    READY,
    /** It is about to end, and still answers. */
    LEAVING,
    OUT
  }

  /**
   * A port of all pods of a slice.
   *
   * @param name empty if it has none
   * @param number 0 means any
   */
  record Port(String name, int number) {
    @Override
    public String toString() {
      return name.isEmpty() ? Integer.toString(number) : name + " (" + number + ")";
    }
  }
}
