package dev.grapnel.interceptors.auth;

import static dev.grapnel.interceptors.auth.SpiffeAuthority.dns;
import static dev.grapnel.interceptors.auth.SpiffeAuthority.uri;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.security.Principal;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.interceptors.auth.Authentication.Authenticated;
import dev.grapnel.interceptors.auth.Authentication.Refused;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import dev.grapnel.testing.security.TestAuthority;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Status;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutualTlsAuthenticatorTest {

  private static final String BILLING = "spiffe://example.com/billing";
  private static final Principal ANA = Principal.builder("ana").addRole("staff").build();
  private static final Principal BEN = Principal.builder("ben").build();
  private static final MutualTlsAuthenticator ANY = MutualTlsAuthenticator.anyIdentity();

  @TempDir private Path folder;

  @Test
  void knowsTheDnsNameOfAClient() {
    TestAuthority authority = TestAuthority.create(folder);
    var known = MutualTlsAuthenticator.builder().addName("orders", ANA).build();

    TransportSecurity server = authority.mutualServer("localhost");
    assertCalledBy("orders", server, authority.mutualClient("orders"), ANY);
    assertCalledBy("ana", server, authority.mutualClient("orders"), known);
    assertRefused(server, authority.mutualClient("billing"), known);
  }

  @Test
  void knowsTheUriOfAClient() throws Exception {
    SpiffeAuthority authority = new SpiffeAuthority(folder);
    TransportSecurity server = authority.peer(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    TransportSecurity client = authority.peer(uri(BILLING), dns("orders"));
    var byUri = MutualTlsAuthenticator.builder().addName(BILLING, BEN).build();
    var byDns = MutualTlsAuthenticator.builder().addName("orders", BEN).build();

    assertCalledBy(BILLING, server, client, ANY);
    assertCalledBy("ben", server, client, byUri);
    assertRefused(server, client, byDns);
  }

  @Test
  void leavesClientsWithoutCertificateToOthers() {
    TestAuthority authority = TestAuthority.create(folder);

    try (GRPCTestClient client = client(authority.server("localhost"), authority.client(), ANY)) {
      assertThatCall(() -> name(client))
          .failsWith(Status.Code.UNAUTHENTICATED)
          .hasDescription("absent");
    }
    assertThat(ANY.authenticate(new Metadata(), Attributes.EMPTY))
        .isSameAs(Authentication.absent());
  }

  @Test
  void believesNoHeader() {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("x-forwarded-client-cert", Metadata.ASCII_STRING_MARSHALLER),
        "URI=" + BILLING);

    assertThat(ANY.authenticate(headers, Attributes.EMPTY)).isSameAs(Authentication.absent());
  }

  @Test
  void takesTheUriBeforeDnsNames() throws Exception {
    assertThat(show(ANY, dns("a"), uri(BILLING), dns("b"))).isEqualTo(named(BILLING));
    assertThat(show(ANY, dns("a"), dns("b"))).isEqualTo(named("a"));
  }

  @Test
  void neverTakesTheCommonName() throws Exception {
    var root = MutualTlsAuthenticator.builder().addName("root", ANA).build();

    assertThat(show(ANY)).isInstanceOf(Refused.class);
    assertThat(show(root)).isInstanceOf(Refused.class);
    assertThat(show(root, dns("other"))).isInstanceOf(Refused.class);
  }

  @Test
  void refusesNamesThatNameNobody() throws Exception {
    GeneralName mail = new GeneralName(GeneralName.rfc822Name, "ana@example.com");

    assertThat(show(ANY, uri(BILLING), uri("spiffe://example.com/other")))
        .isInstanceOf(Refused.class);
    assertThat(show(ANY, dns("*.example.com"))).isInstanceOf(Refused.class);
    assertThat(show(ANY, uri("spiffe://example.com/" + "x".repeat(2048))))
        .isInstanceOf(Refused.class);
    assertThat(show(ANY, mail)).isInstanceOf(Refused.class);
  }

  @Test
  void comparesNamesExactly() throws Exception {
    var known = MutualTlsAuthenticator.builder().addName(BILLING, BEN).addName("a", ANA).build();

    assertThat(show(known, uri(BILLING))).isEqualTo(new Authenticated(BEN));
    assertThat(show(known, dns("b"), dns("a"))).isEqualTo(new Authenticated(ANA));
    assertThat(show(known, uri(BILLING + "/"))).isInstanceOf(Refused.class);
    assertThat(show(known, uri(BILLING.replace("b", "B")))).isInstanceOf(Refused.class);
    assertThat(show(known, dns("a.a"))).isInstanceOf(Refused.class);
    assertThat(show(known, dns(BILLING.replace("spiffe://", "")))).isInstanceOf(Refused.class);
  }

  @Test
  void refusesTheNamesOfTwoPrincipals() throws Exception {
    var known = MutualTlsAuthenticator.builder().addName("a", ANA).addName("b", BEN).build();
    var same = MutualTlsAuthenticator.builder().addName("a", ANA).addName("b", ANA).build();

    assertThat(show(known, dns("a"), dns("b"))).isInstanceOf(Refused.class);
    assertThat(show(same, dns("a"), dns("b"))).isEqualTo(new Authenticated(ANA));
  }

  @Test
  void tellsAllProblemsAtOnce() {
    var builder =
        MutualTlsAuthenticator.builder()
            .addName("*.example.com", ANA)
            .addName("", ANA)
            .addName("a", ANA)
            .addName("a", BEN);

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("3 configuration problems");
    assertThatThrownBy(() -> MutualTlsAuthenticator.builder().build())
        .hasMessageContaining("anyIdentity()");
  }

  private static Authenticated named(String name) {
    return new Authenticated(Principal.builder(name).build());
  }

  private Authentication show(Authenticator authenticator, GeneralName... names) throws Exception {
    X509Certificate certificate = new SpiffeAuthority(folder).issue(names);
    Attributes connection =
        Attributes.newBuilder().set(Grpc.TRANSPORT_ATTR_SSL_SESSION, session(certificate)).build();
    return authenticator.authenticate(new Metadata(), connection);
  }

  private static SSLSession session(Certificate... chain) {
    return (SSLSession)
        Proxy.newProxyInstance(
            MutualTlsAuthenticatorTest.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("getPeerCertificates")) {
                throw new SSLPeerUnverifiedException(method.getName());
              }
              return chain;
            });
  }

  private static void assertCalledBy(
      String name, TransportSecurity server, TransportSecurity client, Authenticator asked) {
    try (GRPCTestClient calls = client(server, client, asked)) {
      assertThatCall(() -> name(calls)).returns(Note.newBuilder().setText(name).build());
    }
  }

  private static void assertRefused(
      TransportSecurity server, TransportSecurity client, Authenticator asked) {
    try (GRPCTestClient calls = client(server, client, asked)) {
      assertThatCall(() -> name(calls))
          .failsWith(Status.Code.UNAUTHENTICATED)
          .hasDescriptionContaining("no name that is known");
    }
  }

  private static Note name(GRPCTestClient client) {
    return client.stub(NoteServiceGrpc::newBlockingStub).write(WriteRequest.getDefaultInstance());
  }

  private static GRPCTestClient client(
      TransportSecurity server, TransportSecurity client, Authenticator asked) {
    return GRPCTestClient.builder()
        .addService(new WhoAmIService())
        .addInterceptor(new CheckInterceptor(asked))
        .transport(Transport.LOOPBACK)
        .transportSecurity(server, client)
        .build()
        .start();
  }
}
