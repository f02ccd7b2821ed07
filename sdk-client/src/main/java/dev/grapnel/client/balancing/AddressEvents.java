package dev.grapnel.client.balancing;

import io.grpc.EquivalentAddressGroup;

/** What the balancer tells of the addresses it calls. */
interface AddressEvents {

  /** Calls go around an address, but for a few; in the channel's synchronization context. */
  void ejected(EquivalentAddressGroup address, String reason);

  /** An address has its full share of the calls again; in the channel's synchronization context. */
  void readmitted(EquivalentAddressGroup address);

  /** Streams that have a connection, but wait for the peer to permit them: more or fewer. */
  void waitingStreams(int change);
}
