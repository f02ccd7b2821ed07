package dev.grapnel.core.config;

import dev.grapnel.core.policy.KeepAlive;
import dev.grapnel.core.policy.RetryPolicy;
import dev.grapnel.core.security.TlsMaterial;
import dev.grapnel.core.security.TransportSecurity;
import java.nio.file.Path;
import java.util.Optional;

/** Builds the typed configuration out of resolved values. */
final class ConfigReader {

  private final Resolution values;

  ConfigReader(Resolution values) {
    this.values = values;
  }

  GRPCConfig read() {
    boolean enabled = values.get(Keys.ENABLED);
    String environment = values.get(Keys.ENVIRONMENT);
    ServerConfig server = server();
    AuthConfig auth = auth();
    ProtoConfig proto =
        new ProtoConfig(
            values.get(Keys.PROTO_AUTO_GENERATE),
            values.get(Keys.PROTO_OUTPUT_DIR),
            values.get(Keys.PROTO_PACKAGE_PREFIX));
    DiscoveryConfig discovery = discovery();
    ClientConfig client = client();
    ConfigException.throwIfAny(values.problems());
    return new GRPCConfig(
        enabled,
        environment,
        server,
        auth,
        proto,
        discovery,
        client,
        values.settings(),
        values.warnings());
  }

  private ServerConfig server() {
    return new ServerConfig(
        values.get(Keys.HOST),
        values.get(Keys.PORT),
        values.get(Keys.MAX_WORKERS),
        values.get(Keys.REFLECTION),
        values.get(Keys.HEALTH),
        values.get(Keys.MAX_INBOUND_MESSAGE_SIZE),
        values.get(Keys.MAX_INBOUND_METADATA_SIZE),
        new KeepAlive(values.get(Keys.KEEP_ALIVE_TIME), values.get(Keys.KEEP_ALIVE_TIMEOUT)),
        values.get(Keys.SHUTDOWN_GRACE),
        values.get(Keys.DRAIN_DELAY),
        transportSecurity());
  }

  private AuthConfig auth() {
    return new AuthConfig(
        values.get(Keys.AUTH_ENABLED),
        values.get(Keys.AUTH_REQUIRED),
        values.get(Keys.AUTH_JWT_ALGORITHM),
        values.get(Keys.AUTH_SECRET),
        values.get(Keys.AUTH_PUBLIC_KEY),
        values.get(Keys.AUTH_JWKS),
        unlessEmpty(values.get(Keys.AUTH_ISSUER)),
        unlessEmpty(values.get(Keys.AUTH_AUDIENCE)),
        values.get(Keys.AUTH_RULES));
  }

  private DiscoveryConfig discovery() {
    return new DiscoveryConfig(
        values.get(Keys.AUTO_REGISTER_APPS),
        values.get(Keys.ENABLED_APPS),
        values.get(Keys.CUSTOM_SERVICES),
        unlessEmpty(values.get(Keys.HANDLERS_HOOK)));
  }

  private ClientConfig client() {
    int attempts = values.get(Keys.CLIENT_RETRY_ATTEMPTS);
    return new ClientConfig(
        values.get(Keys.CLIENT_TARGETS),
        values.get(Keys.CLIENT_LOAD_BALANCING),
        values.get(Keys.CLIENT_CONNECTIONS),
        values.get(Keys.CLIENT_TIMEOUT),
        switch (attempts) {
          case 0 -> Optional.empty();
          case 1 -> Optional.of(RetryPolicy.none());
          default -> Optional.of(RetryPolicy.onUnavailable(attempts));
        },
        values.get(Keys.CLIENT_SERVICE_CONFIG),
        clientSecurity());
  }

  /** Files alone turn it on, as they do for servers; the flag is for those that need none. */
  private TransportSecurity clientSecurity() {
    boolean enabled = values.get(Keys.CLIENT_TLS_ENABLED);
    Optional<Path> certificate = values.get(Keys.CLIENT_TLS_CERTIFICATE);
    Optional<Path> privateKey = values.get(Keys.CLIENT_TLS_PRIVATE_KEY);
    Optional<Path> trusted = values.get(Keys.CLIENT_TLS_TRUSTED);
    if (certificate.isPresent() != privateKey.isPresent()) {
      Key<?> missing =
          certificate.isEmpty() ? Keys.CLIENT_TLS_CERTIFICATE : Keys.CLIENT_TLS_PRIVATE_KEY;
      Key<?> given =
          certificate.isEmpty() ? Keys.CLIENT_TLS_PRIVATE_KEY : Keys.CLIENT_TLS_CERTIFICATE;
      values.problem(
          missing.name()
              + " is missing, but "
              + given.name()
              + " is set: a client that shows a certificate needs both it and its private key");
    }
    if (certificate.isPresent() && privateKey.isPresent()) {
      TlsMaterial material = TlsMaterial.identity(certificate.get(), privateKey.get());
      return TransportSecurity.mutualTls(trusted.map(material::trusting).orElse(material));
    }
    return trusted
        .map(file -> TransportSecurity.tls(TlsMaterial.trust(file)))
        .orElseGet(enabled ? TransportSecurity::tls : TransportSecurity::plaintext);
  }

  private static Optional<String> unlessEmpty(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  private TransportSecurity transportSecurity() {
    Optional<Path> certificate = values.get(Keys.TLS_CERTIFICATE);
    Optional<Path> privateKey = values.get(Keys.TLS_PRIVATE_KEY);
    Optional<Path> trusted = values.get(Keys.TLS_TRUSTED);
    if (certificate.isEmpty() && privateKey.isEmpty() && trusted.isEmpty()) {
      return TransportSecurity.plaintext();
    }
    if (certificate.isEmpty() || privateKey.isEmpty()) {
      values.problem(
          (certificate.isEmpty() ? Keys.TLS_CERTIFICATE : Keys.TLS_PRIVATE_KEY).name()
              + " is missing, but TLS is asked for by "
              + given(certificate, privateKey)
              + ": a server with TLS needs both a certificate and its private key");
      return TransportSecurity.plaintext();
    }
    TlsMaterial material = TlsMaterial.identity(certificate.get(), privateKey.get());
    return trusted
        .map(file -> TransportSecurity.mutualTls(material.trusting(file)))
        .orElseGet(() -> TransportSecurity.tls(material));
  }

  private static String given(Optional<Path> certificate, Optional<Path> privateKey) {
    if (certificate.isPresent()) {
      return Keys.TLS_CERTIFICATE.name();
    }
    return (privateKey.isPresent() ? Keys.TLS_PRIVATE_KEY : Keys.TLS_TRUSTED).name();
  }
}
