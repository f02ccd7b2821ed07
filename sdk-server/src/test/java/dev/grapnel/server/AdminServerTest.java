package dev.grapnel.server;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.lifecycle.LifecycleState;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.Status;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.ChannelzGrpc.ChannelzBlockingStub;
import io.grpc.channelz.v1.GetServerSocketsRequest;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.channelz.v1.GetSocketRequest;
import io.grpc.channelz.v1.Server;
import io.grpc.channelz.v1.SocketRef;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Channelz and health on a port of their own. */
class AdminServerTest {

  private static final int TAKEN = 65_000;

  private static GRPCTestClient client(int port) {
    return GRPCTestClient.to("127.0.0.1", port).start();
  }

  private static List<Server> servers(GRPCTestClient admin) {
    return admin
        .stub(ChannelzGrpc::newBlockingStub)
        .getServers(GetServersRequest.getDefaultInstance())
        .getServerList();
  }

  private static Server withPort(List<Server> servers, int port) {
    return servers.stream()
        .filter(
            server ->
                server.getListenSocketList().stream()
                    .anyMatch(socket -> socket.getName().contains(":" + port + "]")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsOfTheServerAndItsConnectionsWhileAllWorkersAreBusy() throws Exception {
    Gate gate = new Gate();
    try (RunningServer running =
            RunningServer.start(
                RunningServer.builder()
                    .maxWorkers(1)
                    .adminPort(0)
                    .addService(new EchoService(gate::hold)));
        GRPCTestClient admin = client(running.server().adminPort().getAsInt())) {
      var held = running.begin("held");
      gate.awaitHeld();
      ChannelzBlockingStub channelz = admin.stub(ChannelzGrpc::newBlockingStub);

      Server server = withPort(servers(admin), running.server().port());
      assertThat(server.getData().getCallsStarted()).isOne();
      List<SocketRef> sockets =
          channelz
              .getServerSockets(
                  GetServerSocketsRequest.newBuilder()
                      .setServerId(server.getRef().getServerId())
                      .build())
              .getSocketRefList();
      assertThat(sockets).hasSize(1);
      assertThat(
              channelz
                  .getSocket(
                      GetSocketRequest.newBuilder()
                          .setSocketId(sockets.get(0).getSocketId())
                          .build())
                  .getSocket()
                  .getData()
                  .getStreamsStarted())
          .isOne();
      gate.open();
      held.awaitEnd();
    }
  }

  @Test
  void tellsTheHealthOfTheServer() {
    try (RunningServer running =
            RunningServer.start(
                RunningServer.builder().adminPort(0).addService(new EchoService()));
        GRPCTestClient admin = client(running.server().adminPort().getAsInt())) {
      assertThat(
              admin
                  .stub(HealthGrpc::newBlockingStub)
                  .check(HealthCheckRequest.newBuilder().setService("echo.v1.EchoService").build())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void isNeitherThereByDefaultNorOnThePublicPort() {
    try (RunningServer running = RunningServer.start(new EchoService())) {
      assertThat(running.server().adminPort()).isEmpty();
    }
    try (RunningServer running =
        RunningServer.start(RunningServer.builder().adminPort(0).addService(new EchoService()))) {
      assertThatCall(
              () ->
                  running
                      .stub(ChannelzGrpc::newBlockingStub)
                      .getServers(GetServersRequest.getDefaultInstance()))
          .failsWith(Status.Code.UNIMPLEMENTED);
    }
  }

  @Test
  void stopsWithTheServer() {
    GRPCServer server = RunningServer.builder().adminPort(0).addService(new EchoService()).build();
    assertThat(server.adminPort()).isEmpty();
    server.start();
    int port = server.adminPort().getAsInt();

    server.close();

    assertThat(server.adminPort()).isEmpty();
    assertThatThrownBy(() -> new java.net.Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(java.net.ConnectException.class);
  }

  @Test
  void isClosedWithAServerThatWasNeverStarted() {
    GRPCServer server = RunningServer.builder().adminPort(0).addService(new EchoService()).build();

    server.close();

    assertThat(server.state()).isEqualTo(LifecycleState.STOPPED);
  }

  @Test
  void saysThatItsPortIsTakenAndClosesTheServer() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      GRPCServer server =
          RunningServer.builder()
              .adminPort(taken.getLocalPort())
              .addService(new EchoService())
              .build();

      assertThatThrownBy(server::start)
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining("admin port " + taken.getLocalPort() + " is already in use");
      assertThat(server.state()).isEqualTo(LifecycleState.STOPPED);
    }
  }

  @Test
  void needsAPortOfItsOwn() {
    assertThatThrownBy(
            () ->
                RunningServer.builder()
                    .port(TAKEN)
                    .adminPort(TAKEN)
                    .addService(new EchoService())
                    .build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("adminPort is " + TAKEN + ", which is the port of the server");
  }
}
