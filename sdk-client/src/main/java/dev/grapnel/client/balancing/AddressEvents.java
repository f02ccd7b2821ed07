package dev.grapnel.client.balancing;

import io.grpc.EquivalentAddressGroup;

/** What the balancer tells of the addresses it calls. */
interface AddressEvents {

  /** Calls go around an address from now on; in the channel's synchronization context. */
  void ejected(EquivalentAddressGroup address, String reason);

  /** Calls go to an address again; in the channel's synchronization context. */
  void readmitted(EquivalentAddressGroup address);

  /** Streams that have a connection, but wait for the peer to permit them: more or fewer. */
  void waitingStreams(int change);
}
