package dev.grapnel.server;

import dev.grapnel.core.policy.KeepAlive;
import java.time.Duration;

/** What a connection may cost and how long it may live. */
record ConnectionLimits(
    int maxInboundMessageSize,
    int maxInboundMetadataSize,
    int maxConcurrentCallsPerConnection,
    KeepAlive keepAlive,
    Duration permitKeepAliveTime,
    boolean permitKeepAliveWithoutCalls,
    Duration maxConnectionAge,
    Duration maxConnectionAgeGrace,
    Duration handshakeTimeout) {}
