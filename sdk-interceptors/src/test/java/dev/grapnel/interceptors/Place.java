package dev.grapnel.interceptors;

import dev.grapnel.core.config.Toggle;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Where a service with a chain of interceptors runs. */
enum Place {
  KIT {
    @Override
    Opened open(BindableService service, ServerInterceptor... outermostFirst) {
      return kit(Transport.configured(), service, outermostFirst);
    }
  },
  KIT_OVER_LOOPBACK {
    @Override
    Opened open(BindableService service, ServerInterceptor... outermostFirst) {
      return kit(Transport.LOOPBACK, service, outermostFirst);
    }
  },
  GRAPNEL_SERVER {
    @Override
    Opened open(BindableService service, ServerInterceptor... outermostFirst) {
      return server(CallExecutor.workers(), service, outermostFirst);
    }
  },
  EVENT_LOOP {
    @Override
    Opened open(BindableService service, ServerInterceptor... outermostFirst) {
      return server(CallExecutor.eventLoop(), service, outermostFirst);
    }
  },
  PLAIN_SERVER {
    @Override
    Opened open(BindableService service, ServerInterceptor... outermostFirst) {
      String name = InProcessServerBuilder.generateName();
      InProcessServerBuilder builder = InProcessServerBuilder.forName(name).addService(service);
      for (int i = outermostFirst.length - 1; i >= 0; i--) {
        builder.intercept(outermostFirst[i]);
      }
      try {
        Server server = builder.build().start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        return new Opened(
            channel,
            () -> {
              channel.shutdownNow();
              server.shutdownNow();
            });
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  };

  record Opened(Channel channel, Runnable end) {}

  abstract Opened open(BindableService service, ServerInterceptor... outermostFirst);

  private static Opened kit(
      Transport transport, BindableService service, ServerInterceptor... outermostFirst) {
    var builder = GRPCTestClient.builder().transport(transport).addService(service);
    for (ServerInterceptor interceptor : outermostFirst) {
      builder.addInterceptor(interceptor);
    }
    GRPCTestClient kit = builder.build().start();
    return new Opened(kit.channel(), kit::close);
  }

  private static Opened server(
      CallExecutor executor, BindableService service, ServerInterceptor... outermostFirst) {
    var builder =
        GRPCServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(Toggle.OFF)
            .executor(executor)
            .addService(service);
    for (ServerInterceptor interceptor : outermostFirst) {
      builder.addInterceptor(interceptor);
    }
    GRPCServer server = builder.build();
    server.start();
    GRPCTestClient client = GRPCTestClient.to("127.0.0.1", server.port()).start();
    return new Opened(
        client.channel(),
        () -> {
          client.close();
          server.close();
        });
  }
}
