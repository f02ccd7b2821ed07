package dev.grapnel.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.server.EchoService;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.ServerStartException;
import dev.grapnel.server.echo.EchoServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnixSocketTest {

  private Path folder;
  private Path path;

  /** Not a folder of JUnit's: where the system has long ones, the path would not fit. */
  @BeforeEach
  void createFolder() throws Exception {
    folder = Files.createTempDirectory(Path.of("/tmp"), "unix");
    path = folder.resolve("s.sock");
  }

  @AfterEach
  void removeFolder() throws Exception {
    Files.deleteIfExists(path);
    Files.delete(folder);
  }

  private GRPCServer server() {
    return RunningServer.builder()
        .unixSocket(path)
        .addService(new EchoService(text -> text + " from " + CallContext.current().peer()))
        .build();
  }

  private String echo() throws InterruptedException {
    EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(path))
            .channelType(NioDomainSocketChannel.class)
            .withOption(ChannelOption.SO_KEEPALIVE, null)
            .eventLoopGroup(threads)
            .usePlaintext()
            .overrideAuthority("localhost")
            .build();
    try {
      return EchoServiceGrpc.newBlockingStub(channel).unary(EchoService.request("x")).getText();
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
      threads.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void servesAndCleansUp() throws Exception {
    try (GRPCServer server = server()) {
      server.start();
      assertThat(echo()).startsWith("x from unix:");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
      assertThatThrownBy(server::port)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this server has no port: it listens on unix:" + path);
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void replacesTheSocketOfADeadServer() throws Exception {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    try (GRPCServer server = server()) {
      server.start();
      assertThat(echo()).startsWith("x");
    }
  }

  @Test
  void leavesTheSocketOfALiveServerAlone() throws Exception {
    try (GRPCServer first = server()) {
      first.start();
      try (GRPCServer second = server()) {
        assertThatThrownBy(second::start)
            .isInstanceOf(ServerStartException.class)
            .hasMessage(
                "unix:"
                    + path
                    + " is already in use: stop the program that holds it, or choose another path");
      }
      assertThat(echo()).startsWith("x");
    }
  }

  @Test
  void leavesOtherFilesAlone() throws Exception {
    Files.writeString(path, "precious");
    try (GRPCServer server = server()) {
      assertThatThrownBy(server::start)
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining("no socket");
    }
    assertThat(path).hasContent("precious");
  }

  @Test
  void namesPathsThatCannotBe() {
    assertThatThrownBy(
            () ->
                RunningServer.builder()
                    .addService(new EchoService())
                    .unixSocket(folder.resolve("x".repeat(100)))
                    .build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected at most 100");
    assertThatThrownBy(
            () ->
                RunningServer.builder()
                    .addService(new EchoService())
                    .unixSocket(folder.resolve("nowhere/s.sock"))
                    .build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a directory that is there");
  }
}
