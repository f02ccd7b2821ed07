package dev.grapnel.client;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests share. */
final class Loopback {

  static final HealthCheckRequest ANY = HealthCheckRequest.getDefaultInstance();

  /** A label of 64 letters is no host name, so no name server is asked for it. */
  static final String UNKNOWN_HOST = "x".repeat(64) + ".invalid";

  private static final Socket DEAF = bound();

  /** Refuses connections: a socket holds the port and does not listen. */
  static final int DEAD_PORT = DEAF.getLocalPort();

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

  /** Calls until a server has had none of many calls. */
  static void checkUntilNotCalled(GRPCClient client, HealthServer server) {
    int before;
    do {
      before = server.calls().size();
      check(client, 20);
    } while (server.calls().size() > before);
  }

  /** Tells how something ends. */
  static Status.Code codeOf(ThrowingCallable call) {
    Throwable failure = catchThrowable(call);
    return failure == null ? Status.Code.OK : Status.fromThrowable(failure).getCode();
  }

  static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getAllByName("::1")[0])) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static Socket bound() {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return socket;
  }
}
