package dev.grapnel.client.resolver.kubernetes;

import dev.grapnel.client.resolver.kubernetes.ApiServerException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the certificates of one file, not those of the JDK. */
final class Trust {

  private Trust() {}

  static SSLContext only(Path file, String pem) throws ApiServerException {
    try {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      if (store.size() > 0) {
        return context(store);
      }
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(file, e);
    }
    throw unusable(file, new IOException("the file holds no certificate"));
  }

  private static SSLContext context(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static ApiServerException unusable(Path file, Exception cause) {
    return new ApiServerException(
        Kind.REFUSED,
        "the Kubernetes certificate file " + file + " holds no PEM certificate that can be read",
        cause);
  }
}
