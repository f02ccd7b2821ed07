package dev.grapnel.testing.fake;

import io.grpc.BindableService;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A server and a client of it, over one of the two transports. */
public enum Wire {
  IN_PROCESS,
  LOOPBACK;

  /** Starts a server and connects to it. */
  public Connection start(BindableService service, ClientInterceptor... interceptors) {
    return start(service, new ServerInterceptor[0], interceptors);
  }

  /** Starts a server with interceptors and connects to it. */
  public Connection start(
      BindableService service, ServerInterceptor[] inServer, ClientInterceptor... interceptors) {
    try {
      var intercepted = ServerInterceptors.intercept(service, inServer);
      if (this == IN_PROCESS) {
        String name = InProcessServerBuilder.generateName();
        Server server =
            InProcessServerBuilder.forName(name).addService(intercepted).build().start();
        return new Connection(
            server, InProcessChannelBuilder.forName(name).intercept(interceptors).build());
      }
      Server server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(intercepted)
              .build()
              .start();
      return new Connection(
          server,
          Grpc.newChannelBuilderForAddress(
                  "127.0.0.1", server.getPort(), InsecureChannelCredentials.create())
              .intercept(interceptors)
              .build());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** A running pair. */
  public record Connection(Server server, ManagedChannel channel) implements AutoCloseable {

    @Override
    public void close() {
      channel.shutdownNow();
      server.shutdownNow();
      try {
        if (!channel.awaitTermination(10, TimeUnit.SECONDS)
            || !server.awaitTermination(10, TimeUnit.SECONDS)) {
          throw new AssertionError("The server or its client is still there after 10 s");
        }
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }
}
