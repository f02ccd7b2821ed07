package dev.grapnel.client;

import dev.grapnel.core.policy.KeepAlive;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** The one class that knows Netty. */
final class NettyTransport {

  private NettyTransport() {}

  static ManagedChannelBuilder<?> newBuilder(
      String target,
      ChannelCredentials credentials,
      KeepAlive keepAlive,
      int maxInboundMessageSize,
      int maxInboundMetadataSize) {
    return NettyChannelBuilder.forTarget(target, credentials)
        .maxInboundMessageSize(maxInboundMessageSize)
        .maxInboundMetadataSize(maxInboundMetadataSize)
        .keepAliveTime(TimeUnit.NANOSECONDS.convert(keepAlive.time()), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(TimeUnit.NANOSECONDS.convert(keepAlive.timeout()), TimeUnit.NANOSECONDS);
  }
}
