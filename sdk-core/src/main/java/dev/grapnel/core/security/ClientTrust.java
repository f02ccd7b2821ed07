package dev.grapnel.core.security;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The trust of a server in its clients, asked for every connection.
 *
 * <p>A client that resumes a TLS session shows no certificate, for up to a day, and is who it was
 * then: it would get in although its authority is trusted no more, and could not come with a new
 * certificate of its own. So sessions of TLS 1.3 are not resumed. With TLS 1.2 the JDK breaks the
 * handshake of OpenSSL clients when a session is made unfit for that, so there {@link #filter()}
 * looks at the certificate of the session once more.
 */
final class ClientTrust extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager trust;

  ClientTrust(X509ExtendedTrustManager trust) {
    this.trust = trust;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType, engine);
    SSLSession session = engine.getHandshakeSession();
    if (session != null && session.getProtocol().equals("TLSv1.3")) {
      session.invalidate();
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trust.checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trust.checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trust.checkServerTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }

  ServerTransportFilter filter() {
    return new ServerTransportFilter() {
      @Override
      public Attributes transportReady(Attributes transport) {
        SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session != null) {
          requireTrusted(session);
        }
        return transport;
      }
    };
  }

  private void requireTrusted(SSLSession session) {
    try {
      X509Certificate[] chain =
          Arrays.stream(session.getPeerCertificates())
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      // Not of the session: a socket that is not connected means the certificate and nothing else.
      trust.checkClientTrusted(chain, "UNKNOWN", new Socket());
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  /** Without a stack trace: peers cause it, and grpc-java logs it. */
  private static final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
      super(
          "the certificate of a resumed TLS session is not trusted: " + reason, null, false, false);
    }
  }
}
