package dev.grapnel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.client.balancing.Connection;
import dev.grapnel.client.resolver.Targets;
import dev.grapnel.testing.fake.FakeService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that are a socket file. */
@Timeout(60)
class UnixSocketTest {

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private Path folder;
  private Path path;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    // The name of a socket must be short, and the build's own folder for temporary files is not.
    folder = Files.createTempDirectory(Path.of("/tmp"), "unix");
    path = folder.resolve("s.sock");
    FakeService health = FakeService.of(HealthGrpc.getServiceDescriptor());
    health.when(HealthGrpc.getCheckMethod()).thenReply(HealthServer.SERVING);
    server =
        NettyServerBuilder.forAddress(
                UnixDomainSocketAddress.of(path), InsecureServerCredentials.create())
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(threads)
            .workerEventLoopGroup(threads)
            .addService(health)
            .build()
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    server.shutdownNow().awaitTermination();
    threads.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    Files.deleteIfExists(path);
    Files.delete(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix://", "unix:"})
  void callsAServerBehindASocketFile(String scheme) {
    Targets targets = Targets.uri(scheme + path);
    try (GRPCClient client = GRPCClient.builder(targets).build()) {
      assertThat(Loopback.check(client)).isEqualTo(HealthServer.SERVING);
      assertThat(client.connections())
          .singleElement()
          .extracting(Connection::address)
          .isEqualTo(path.toString());
      assertThat(targets.areLoopback()).isTrue();
    }
  }

  @Test
  void tellsThatThereIsNoSuchFile() {
    Path missing = folder.resolve("missing.sock");
    try (GRPCClient client = GRPCClient.builder(Targets.uri("unix://" + missing)).build()) {
      assertThatThrownBy(() -> Loopback.check(client))
          .hasMessageContaining("no connection to unix://" + missing)
          .hasMessageContaining("No such file");
    }
  }
}
