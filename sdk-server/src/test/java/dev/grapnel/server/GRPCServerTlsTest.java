package dev.grapnel.server;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.server.echo.EchoServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.security.TestAuthority;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GRPCServerTlsTest {

  @TempDir Path folder;
  private TestAuthority authority;

  @BeforeEach
  void createAuthority() {
    authority = TestAuthority.create(folder);
  }

  private static String echo(TransportSecurity server, TransportSecurity client) {
    GRPCServer running =
        RunningServer.builder().transportSecurity(server).addService(new EchoService()).build();
    try (running;
        var credentials = TransportCredentials.channel(client)) {
      running.start();
      ManagedChannel channel =
          Grpc.newChannelBuilder("localhost:" + running.port(), credentials.credentials()).build();
      try (GRPCTestClient echo = GRPCTestClient.over(channel).start()) {
        return echo.stub(EchoServiceGrpc::newBlockingStub)
            .unary(EchoService.request("safe"))
            .getText();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void servesTls() {
    assertThat(echo(authority.server("server"), authority.client())).isEqualTo("safe");
  }

  @Test
  void servesMutualTlsToClientsWithACertificateOnly() {
    TransportSecurity server = authority.mutualServer("server");
    assertThat(echo(server, authority.mutualClient("client"))).isEqualTo("safe");
    assertThatCall(() -> echo(server, authority.client())).failsWith(Status.Code.UNAVAILABLE);
  }

  @Test
  void namesTheFileThatIsMissingOrDoesNotFit() {
    TlsMaterial missing =
        TlsMaterial.identity(folder.resolve("nowhere.pem"), folder.resolve("nowhere.key"));
    assertThatThrownBy(() -> serving(missing).port(-1).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("port is -1")
        .hasMessageContaining("nowhere.pem does not exist");
    TlsMaterial crossed =
        TlsMaterial.identity(
            authority.issue("one").certificateChain(), authority.issue("other").privateKey());
    assertThatThrownBy(() -> serving(crossed).build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("other.key does not belong to the certificate")
        .hasMessageContaining("one.pem");
  }

  @Test
  void tellsInterceptorsOfItsCertificateAndWhenItIsClosed() {
    List<String> told = new ArrayList<>();
    List<Vital> closed = new ArrayList<>();
    var interceptor =
        new ServerAwareInterceptor() {
          @Override
          public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
              ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            return next.startCall(call, headers);
          }

          @Override
          public void serverVitals(List<Vital> vitals) {
            vitals.forEach(vital -> told.add(vital.name()));
          }

          @Override
          public void serverClosed(List<Vital> vitals) {
            closed.addAll(vitals);
          }
        };
    TlsMaterial.Identity identity = authority.issue("server");
    GRPCServer server =
        serving(TlsMaterial.identity(identity.certificateChain(), identity.privateKey()))
            .addInterceptor(interceptor)
            .build();
    assertThat(told).contains("grpc.server.certificate.expiry", "grpc.server.certificate.reloads");
    assertThat(closed).isEmpty();
    server.close();
    assertThat(closed).hasSize(told.size());
  }

  private static GRPCServerBuilder serving(TlsMaterial material) {
    return RunningServer.builder()
        .transportSecurity(TransportSecurity.tls(material))
        .addService(new EchoService());
  }
}
