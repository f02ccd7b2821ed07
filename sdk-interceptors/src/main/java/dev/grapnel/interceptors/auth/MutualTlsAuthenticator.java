package dev.grapnel.interceptors.auth;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.security.Principal;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates calls by the certificate that the client showed when it connected (mutual TLS).
 *
 * <pre>{@code
 * MutualTlsAuthenticator peers =
 *     MutualTlsAuthenticator.builder()
 *         .addName("spiffe://example.com/billing", Principal.builder("billing").build())
 *         .build();
 * }</pre>
 *
 * <p>Names are the certificate's subject alternative names: its URI (SPIFFE) if it has one, else
 * its DNS names; never its common name, and never a header. They are compared exactly. A connection
 * without TLS or without a client certificate is left to others. A certificate without such a name,
 * with two URIs, or with no name that is expected, is refused.
 *
 * <p>Whom to trust is up to the server's TLS: it takes certificates of its authorities only. A
 * certificate is looked at when the connection is made; one that is revoked later counts until the
 * connection ends. Immutable and thread-safe.
 */
public final class MutualTlsAuthenticator implements Authenticator {

  private static final int DNS = 2;
  private static final int URI = 6;
  private static final int LONGEST_NAME = 2048;

  /** Empty for any identity. */
  private final Map<String, Principal> principals;

  private MutualTlsAuthenticator(Map<String, Principal> principals) {
    this.principals = Map.copyOf(principals);
  }

  /**
   * Authenticates everybody with a certificate that the server trusts: the principal's id is the
   * URI, or the first DNS name, and it has no roles.
   *
   * @return the authenticator
   */
  public static MutualTlsAuthenticator anyIdentity() {
    return new MutualTlsAuthenticator(Map.of());
  }

  /**
   * Begins an authenticator that knows some names, and refuses all others.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Authentication authenticate(Metadata headers, Attributes attributes) {
    X509Certificate certificate = certificate(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    if (certificate == null) {
      return Authentication.absent();
    }
    try {
      return new Authentication.Authenticated(principal(names(certificate)));
    } catch (Rejection rejection) {
      return rejection.outcome();
    }
  }

  private Principal principal(List<String> names) {
    if (principals.isEmpty()) {
      return Principal.builder(names.get(0)).build();
    }
    Principal found = null;
    for (String name : names) {
      Principal principal = principals.get(name);
      if (principal != null && found != null && !found.equals(principal)) {
        throw Rejection.refused("the client certificate has the names of two principals");
      }
      found = principal != null ? principal : found;
    }
    if (found == null) {
      throw Rejection.refused("the client certificate has no name that is known");
    }
    return found;
  }

  private static @Nullable X509Certificate certificate(@Nullable SSLSession session) {
    if (session == null) {
      return null;
    }
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? certificate
          : null;
    } catch (SSLPeerUnverifiedException none) {
      return null;
    }
  }

  /** The one URI, or else the DNS names: at least one. */
  private static List<String> names(X509Certificate certificate) {
    Collection<List<?>> all;
    try {
      all = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      throw Rejection.refused("the names of the client certificate cannot be read");
    }
    List<String> uris = ofType(all, URI);
    if (uris.size() > 1) {
      throw Rejection.refused("the client certificate has more than one URI");
    }
    List<String> names = uris.isEmpty() ? ofType(all, DNS) : uris;
    if (names.isEmpty()) {
      throw Rejection.refused("the client certificate has neither a URI nor a DNS name");
    }
    return names;
  }

  private static List<String> ofType(@Nullable Collection<List<?>> names, int type) {
    List<String> found = new ArrayList<>();
    if (names != null) {
      for (List<?> name : names) {
        if (name.get(0).equals(type) && name.get(1) instanceof String text) {
          found.add(requireName(text));
        }
      }
    }
    return found;
  }

  /** Wildcards name nobody, and the rest could not be written into a log. */
  private static String requireName(String name) {
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.indexOf('*') >= 0
        || !PrintableText.isAscii(name)) {
      throw Rejection.refused("a name of the client certificate is empty, too long or a pattern");
    }
    return name;
  }

  /** Builds a {@link MutualTlsAuthenticator}. Not thread-safe. */
  public static final class Builder {

    private final Map<String, Principal> principals = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Builder() {}

    /**
     * Adds who is known.
     *
     * @param name the URI or DNS name in the certificate, exactly
     * @param principal who has it
     * @return this builder
     */
    public Builder addName(String name, Principal principal) {
      if (name.isEmpty() || name.indexOf('*') >= 0 || !PrintableText.isAscii(name)) {
        problems.add(
            "the certificate name of '%s' is '%s': expected a URI or DNS name without patterns"
                .formatted(principal.id(), name));
      } else if (principals.putIfAbsent(name, principal) != null) {
        problems.add("the certificate name '" + name + "' is there twice: expected it once");
      }
      return this;
    }

    /**
     * Builds the authenticator.
     *
     * @return the authenticator
     * @throws ConfigException if there is no name, or one twice or with a pattern
     */
    public MutualTlsAuthenticator build() {
      List<String> found = new ArrayList<>(problems);
      if (principals.isEmpty() && found.isEmpty()) {
        found.add("there is no certificate name: expected addName(…), or anyIdentity()");
      }
      ConfigException.throwIfAny(found);
      return new MutualTlsAuthenticator(principals);
    }
  }
}
