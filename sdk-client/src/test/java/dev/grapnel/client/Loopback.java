package dev.grapnel.client;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** What the tests share. */
final class Loopback {

  static final HealthCheckRequest ANY = HealthCheckRequest.getDefaultInstance();

  /** A label of 64 letters is no host name, so no name server is asked for it. */
  static final String UNKNOWN_HOST = "x".repeat(64) + ".invalid";

  private Loopback() {}

  static HealthCheckResponse check(GRPCClient client) {
    return client.stub(HealthGrpc::newBlockingStub).check(ANY);
  }

  static void check(GRPCClient client, int times) {
    HealthGrpc.HealthBlockingStub stub = client.stub(HealthGrpc::newBlockingStub);
    for (int i = 0; i < times; i++) {
      stub.check(ANY);
    }
  }

  /** Calls until each server has had one call more. */
  static void checkUntilEachIsCalled(GRPCClient client, HealthServer... servers) {
    for (HealthServer server : servers) {
      int before = server.calls().size();
      while (server.calls().size() == before) {
        check(client);
      }
    }
  }

  /** Finds a port where nobody listens. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getAllByName("::1")[0])) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
