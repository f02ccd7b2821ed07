package dev.grapnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.server.echo.EchoRequest;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.testing.security.TestAuthority;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GRPCServerTlsTest {

  @TempDir Path folder;
  private TestAuthority authority;
  private TlsMaterial serverMaterial;

  @BeforeEach
  void issueCertificates() {
    authority = TestAuthority.create(folder, "authority");
    serverMaterial = material(authority.issue("server"));
  }

  private static TlsMaterial material(TlsMaterial.Identity identity) {
    return TlsMaterial.identity(identity.certificateChain(), identity.privateKey());
  }

  private static String echo(TransportSecurity server, TransportSecurity client) {
    GRPCServer running =
        RunningServer.builder().transportSecurity(server).addService(new EchoService()).build();
    try (running;
        var credentials = TransportCredentials.channel(client)) {
      running.start();
      ManagedChannel channel =
          Grpc.newChannelBuilder("localhost:" + running.port(), credentials.credentials()).build();
      try {
        return EchoServiceGrpc.newBlockingStub(channel)
            .unary(EchoRequest.newBuilder().setText("safe").build())
            .getText();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void servesTls() {
    assertThat(
            echo(
                TransportSecurity.tls(serverMaterial),
                TransportSecurity.tls(TlsMaterial.trust(authority.certificateFile()))))
        .isEqualTo("safe");
  }

  @Test
  void servesMutualTlsToClientsWithACertificateOnly() {
    TransportSecurity server =
        TransportSecurity.mutualTls(serverMaterial.trusting(authority.certificateFile()));
    TlsMaterial client = material(authority.issue("client")).trusting(authority.certificateFile());
    assertThat(echo(server, TransportSecurity.mutualTls(client))).isEqualTo("safe");

    TransportSecurity anonymous =
        TransportSecurity.tls(TlsMaterial.trust(authority.certificateFile()));
    RpcException refused = RpcException.from(catchThrowable(() -> echo(server, anonymous)));
    assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void namesTheFileThatIsMissingOrDoesNotFit() {
    TlsMaterial missing =
        TlsMaterial.identity(folder.resolve("nowhere.pem"), folder.resolve("nowhere.key"));
    assertThatThrownBy(
            () ->
                RunningServer.builder()
                    .port(-1)
                    .transportSecurity(TransportSecurity.tls(missing))
                    .addService(new EchoService())
                    .build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("port is -1")
        .hasMessageContaining("nowhere.pem does not exist");
    TlsMaterial crossed =
        TlsMaterial.identity(
            authority.issue("one").certificateChain(), authority.issue("other").privateKey());
    assertThatThrownBy(
            () ->
                RunningServer.builder()
                    .transportSecurity(TransportSecurity.tls(crossed))
                    .addService(new EchoService())
                    .build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("other.key does not belong to the certificate")
        .hasMessageContaining("one.pem");
  }
}
