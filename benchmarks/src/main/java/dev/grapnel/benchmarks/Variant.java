package dev.grapnel.benchmarks;

import dev.grapnel.core.config.Toggle;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.GRPCServerBuilder;
import dev.grapnel.server.executor.CallExecutor;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The servers that are compared. The first is what the others are measured against. */
enum Variant {
  /** grpc-java as it comes: a cached pool without a bound. */
  PLAIN("plain grpc-java, defaults") {
    @Override
    int start() throws IOException {
      return startPlain(plain());
    }
  },

  /** grpc-java on the executor that the SDK uses. */
  PLAIN_WORKERS("plain grpc-java, same executor") {
    @Override
    int start() throws IOException {
      return startPlain(plain().executor(workers()));
    }
  },

  /** The SDK as it comes. */
  SDK("Grapnel, defaults") {
    @Override
    int start() {
      return startSdk(sdk());
    }
  },

  /** The SDK with its handlers on the network threads. */
  SDK_EVENT_LOOP("Grapnel, event loop") {
    @Override
    int start() {
      return startSdk(sdk().executor(CallExecutor.eventLoop()));
    }
  };

  private static final int WORKERS = 10;

  private final String label;

  Variant(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Starts the server on any free port of loopback and returns the port. */
  abstract int start() throws IOException;

  private static NettyServerBuilder plain() {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(new BenchmarkService());
  }

  private static int startPlain(NettyServerBuilder builder) throws IOException {
    Server server = builder.build().start();
    return server.getPort();
  }

  private static GRPCServerBuilder sdk() {
    return GRPCServer.builder()
        .host("127.0.0.1")
        .port(0)
        .maxWorkers(WORKERS)
        .shutdownHook(Toggle.OFF)
        .addService(new BenchmarkService());
  }

  private static int startSdk(GRPCServerBuilder builder) {
    GRPCServer server = builder.build();
    server.start();
    return server.port();
  }

  private static Executor workers() {
    return new ThreadPoolExecutor(
        WORKERS, WORKERS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  }
}
