package dev.grapnel.samples.hub;

import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.server.GRPCServer;

/** Serves all apps that it finds, until it is told to stop. */
public final class HubServer {

  private HubServer() {}

  /** Starts the server; its settings are in the environment, as {@code GRPC_PORT}. */
  public static void main(String... arguments) throws InterruptedException {
    try (GRPCServer server = GRPCServer.from(GRPCConfig.load()).discoverApps().build()) {
      server.start();
      server.awaitTermination();
    }
  }
}
