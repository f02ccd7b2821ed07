package dev.grapnel.testing.fake;

import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.GRPCTestClientBuilder;
import dev.grapnel.testing.Transport;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;

/** A server and a client of it, over one of the two transports. */
public enum Wire {
  IN_PROCESS,
  LOOPBACK;

  /** Starts a server and connects to it. */
  public Connection start(BindableService service, ClientInterceptor... interceptors) {
    return start(service, new ServerInterceptor[0], interceptors);
  }

  /** Starts a server with interceptors and connects to it; fakes are verified by their tests. */
  public Connection start(
      BindableService service, ServerInterceptor[] inServer, ClientInterceptor... interceptors) {
    GRPCTestClientBuilder builder =
        GRPCTestClient.builder()
            .transport(Transport.valueOf(name()))
            .addService(ServerInterceptors.intercept(service, inServer));
    for (ClientInterceptor interceptor : interceptors) {
      builder.addClientInterceptor(interceptor);
    }
    return new Connection(builder.build().start());
  }

  /** A running pair. */
  public record Connection(GRPCTestClient client) implements AutoCloseable {

    public Channel channel() {
      return client.channel();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
