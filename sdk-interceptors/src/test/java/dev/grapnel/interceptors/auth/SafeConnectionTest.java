package dev.grapnel.interceptors.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.security.PlaintextCredentials;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import io.grpc.Attributes;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Where secrets are sent to. */
class SafeConnectionTest {

  private static final String TOKEN = "t0ken";

  private final List<CallCredentials> all =
      List.of(
          BearerCredentials.of(TokenSource.fixed(TOKEN)),
          new ApiKeyCredentials(
              Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER), TOKEN));

  @Test
  void sendsSecretsOverTlsToAnywhere() throws Exception {
    for (CallCredentials credentials : all) {
      assertSent(credentials, SecurityLevel.PRIVACY_AND_INTEGRITY, remote("192.0.2.1"));
      assertSent(credentials, SecurityLevel.PRIVACY_AND_INTEGRITY, null);
    }
  }

  @Test
  void sendsSecretsInPlaintextOnThisMachine() throws Exception {
    for (CallCredentials credentials : all) {
      assertSent(credentials, SecurityLevel.NONE, remote("127.0.0.1"));
      assertSent(credentials, SecurityLevel.NONE, remote("127.9.9.9"));
      assertSent(credentials, SecurityLevel.NONE, remote("::1"));
      assertSent(credentials, SecurityLevel.NONE, UnixDomainSocketAddress.of("grpc.sock"));
      assertSent(credentials, SecurityLevel.NONE, new DomainSocketAddress("grpc.sock"));
    }
  }

  @Test
  void sendsNoSecretsInPlaintextToElsewhere() throws Exception {
    for (CallCredentials credentials : all) {
      for (SecurityLevel level : List.of(SecurityLevel.NONE, SecurityLevel.INTEGRITY)) {
        assertKept(credentials, level, remote("192.0.2.1"));
        assertKept(credentials, level, remote("10.0.0.1"));
        assertKept(credentials, level, remote("0.0.0.0"));
        assertKept(credentials, level, remote("2001:db8::1"));
        assertKept(credentials, level, InetSocketAddress.createUnresolved("localhost", 1));
        assertKept(credentials, level, new SocketAddress() {});
        assertKept(credentials, level, null);
      }
    }
  }

  @Test
  void sendsSecretsInPlaintextWhereTheClientPermitsIt() throws Exception {
    CallOptions permitted = CallOptions.DEFAULT.withOption(PlaintextCredentials.PERMITTED, true);
    for (CallCredentials credentials : all) {
      Outcome outcome = new Outcome();
      credentials.applyRequestMetadata(
          new Call(SecurityLevel.NONE, remote("192.0.2.1"), permitted), Runnable::run, outcome);

      assertThat(outcome.failure).isNull();
      assertThat(outcome.headers.toString()).contains(TOKEN);
    }
  }

  @Test
  void asksForNoTokenThatItWouldNotSend() throws Exception {
    List<String> asked = new ArrayList<>();
    TokenSource source =
        () -> {
          asked.add("token");
          return new CompletableFuture<>();
        };

    assertKept(BearerCredentials.of(source), SecurityLevel.NONE, remote("192.0.2.1"));

    assertThat(asked).isEmpty();
  }

  private static void assertSent(
      CallCredentials credentials, SecurityLevel level, SocketAddress peer) {
    Outcome outcome = new Outcome();
    credentials.applyRequestMetadata(new Call(level, peer), Runnable::run, outcome);

    assertThat(outcome.failure).isNull();
    assertThat(outcome.headers.toString()).contains(TOKEN);
  }

  private static void assertKept(
      CallCredentials credentials, SecurityLevel level, SocketAddress peer) {
    Outcome outcome = new Outcome();
    credentials.applyRequestMetadata(new Call(level, peer), Runnable::run, outcome);

    assertThat(outcome.headers).isNull();
    assertThat(outcome.failure.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(outcome.failure.getDescription()).contains("use TLS").doesNotContain(TOKEN);
  }

  private static SocketAddress remote(String address) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(address), 443);
  }

  private static final class Outcome extends CallCredentials.MetadataApplier {

    private Metadata headers;
    private Status failure;

    @Override
    public void apply(Metadata applied) {
      headers = applied;
    }

    @Override
    public void fail(Status status) {
      failure = status;
    }
  }

  private static final class Call extends CallCredentials.RequestInfo {

    private final SecurityLevel level;
    private final SocketAddress peer;
    private final CallOptions options;

    Call(SecurityLevel level, SocketAddress peer) {
      this(level, peer, CallOptions.DEFAULT);
    }

    Call(SecurityLevel level, SocketAddress peer, CallOptions options) {
      this.level = level;
      this.peer = peer;
      this.options = options;
    }

    @Override
    public CallOptions getCallOptions() {
      return options;
    }

    @Override
    public MethodDescriptor<?, ?> getMethodDescriptor() {
      return NoteServiceGrpc.getWriteMethod();
    }

    @Override
    public SecurityLevel getSecurityLevel() {
      return level;
    }

    @Override
    public String getAuthority() {
      return "notes.example.com";
    }

    @Override
    public Attributes getTransportAttrs() {
      return peer == null
          ? Attributes.EMPTY
          : Attributes.newBuilder().set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, peer).build();
    }
  }
}
