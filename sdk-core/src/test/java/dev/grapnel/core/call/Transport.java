package dev.grapnel.core.call;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What carries the calls of a test. */
public enum Transport {
  IN_PROCESS {
    @Override
    ServerBuilder<?> server() {
      return InProcessServerBuilder.forName(InProcessServerBuilder.generateName());
    }

    @Override
    ManagedChannelBuilder<?> channel(Server server) {
      return InProcessChannelBuilder.forAddress(server.getListenSockets().get(0));
    }
  },

  NETTY {
    @Override
    ServerBuilder<?> server() {
      return NettyServerBuilder.forAddress(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Override
    ManagedChannelBuilder<?> channel(Server server) {
      return NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext();
    }
  };

  abstract ServerBuilder<?> server();

  abstract ManagedChannelBuilder<?> channel(Server server);
}
