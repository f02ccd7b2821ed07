package dev.grapnel.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportCredentialsTest {

  @TempDir Path folder;

  @Test
  void tellsWhenTheCertificateEnds() {
    TlsMaterial.Identity identity = new TestAuthority(folder, "authority").issue("server");
    TlsMaterial material = TlsMaterial.identity(identity.certificateChain(), identity.privateKey());

    try (var credentials = TransportCredentials.server(TransportSecurity.tls(material))) {
      assertThat(credentials.certificateExpiry()).isPresent();
    }
  }
}
