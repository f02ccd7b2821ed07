package dev.grapnel.core.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting Grapnel knows, in the order people should read them. */
final class Keys {

  static final Key<Boolean> ENABLED = Values.flag("grpc.enabled", true);
  static final Key<String> ENVIRONMENT = Values.environment("grpc.environment", "development");

  static final Key<String> HOST = Values.text("grpc.host", ServerConfig.DEFAULT_HOST);
  static final Key<Integer> PORT = Values.number("grpc.port", ServerConfig.DEFAULT_PORT, 0, 65535);
  static final Key<Integer> MAX_WORKERS =
      Values.number(
          "grpc.max-workers", ServerConfig.DEFAULT_MAX_WORKERS, 1, ServerConfig.MOST_WORKERS);
  static final Key<Availability> REFLECTION = Values.availability("grpc.reflection", "auto");
  static final Key<Boolean> HEALTH = Values.flag("grpc.health", true);
  static final Key<Integer> MAX_INBOUND_MESSAGE_SIZE =
      Values.size("grpc.max-inbound-message-size", "4MiB");
  static final Key<Integer> MAX_INBOUND_METADATA_SIZE =
      Values.size("grpc.max-inbound-metadata-size", "8KiB");
  static final Key<Duration> KEEP_ALIVE_TIME = Values.duration("grpc.keep-alive.time", "60s");
  static final Key<Duration> KEEP_ALIVE_TIMEOUT = Values.duration("grpc.keep-alive.timeout", "20s");
  static final Key<Duration> SHUTDOWN_GRACE = Values.duration("grpc.shutdown-grace", "30s");
  static final Key<Duration> DRAIN_DELAY = Values.delay("grpc.drain-delay", "0s");

  static final Key<Optional<Path>> TLS_CERTIFICATE = Values.path("grpc.tls.certificate");
  static final Key<Optional<Path>> TLS_PRIVATE_KEY = Values.path("grpc.tls.private-key");
  static final Key<Optional<Path>> TLS_TRUSTED = Values.path("grpc.tls.trusted-certificates");

  static final Key<Boolean> AUTH_ENABLED = Values.flag("grpc.auth.enabled", false);
  static final Key<Boolean> AUTH_REQUIRED = Values.flag("grpc.auth.require-auth", true);
  static final Key<String> AUTH_JWT_ALGORITHM = Values.text("grpc.auth.jwt-algorithm", "HS256");

  static final Key<Optional<Secret>> AUTH_SECRET = Values.secret("grpc.auth.secret");
  static final Key<Optional<Path>> AUTH_PUBLIC_KEY = Values.path("grpc.auth.public-key");
  static final Key<Optional<URI>> AUTH_JWKS = Values.uri("grpc.auth.jwks");
  static final Key<String> AUTH_ISSUER = Values.text("grpc.auth.issuer", "");
  static final Key<String> AUTH_AUDIENCE = Values.text("grpc.auth.audience", "");
  static final Key<List<String>> AUTH_RULES = Values.list("grpc.auth.rules");

  static final Key<Boolean> PROTO_AUTO_GENERATE = Values.flag("grpc.proto.auto-generate", false);
  static final Key<String> PROTO_OUTPUT_DIR = Values.text("grpc.proto.output-dir", "generated");
  static final Key<String> PROTO_PACKAGE_PREFIX = Values.text("grpc.proto.package-prefix", "");

  static final Key<Boolean> AUTO_REGISTER_APPS = Values.flag("grpc.auto-register-apps", false);
  static final Key<List<String>> ENABLED_APPS = Values.list("grpc.enabled-apps");
  static final Key<Map<String, String>> CUSTOM_SERVICES = Values.map("grpc.custom-services");
  static final Key<String> HANDLERS_HOOK = Values.text("grpc.handlers-hook", "");

  static final Key<List<String>> CLIENT_TARGETS = Values.list("grpc.client.targets");
  static final Key<String> CLIENT_LOAD_BALANCING =
      Values.text("grpc.client.load-balancing", "round_robin");
  static final Key<Integer> CLIENT_CONNECTIONS =
      Values.number("grpc.client.connections-per-address", 1, 1, 64);
  static final Key<Duration> CLIENT_TIMEOUT = Values.duration("grpc.client.timeout", "30s");
  static final Key<Integer> CLIENT_RETRY_ATTEMPTS =
      Values.number("grpc.client.retry-attempts", 0, 0, 5);
  static final Key<Optional<Path>> CLIENT_SERVICE_CONFIG =
      Values.path("grpc.client.service-config");
  static final Key<Boolean> CLIENT_TLS_ENABLED = Values.flag("grpc.client.tls.enabled", false);
  static final Key<Optional<Path>> CLIENT_TLS_CERTIFICATE =
      Values.path("grpc.client.tls.certificate");
  static final Key<Optional<Path>> CLIENT_TLS_PRIVATE_KEY =
      Values.path("grpc.client.tls.private-key");
  static final Key<Optional<Path>> CLIENT_TLS_TRUSTED =
      Values.path("grpc.client.tls.trusted-certificates");

  /**
   * Where the file is; known, so that it is not reported as a misspelling, but no setting of its
   * own.
   */
  static final Key<Optional<Path>> FILE = Values.path("grpc.config");

  static final List<Key<?>> ALL =
      List.of(
          ENABLED,
          ENVIRONMENT,
          HOST,
          PORT,
          MAX_WORKERS,
          REFLECTION,
          HEALTH,
          MAX_INBOUND_MESSAGE_SIZE,
          MAX_INBOUND_METADATA_SIZE,
          KEEP_ALIVE_TIME,
          KEEP_ALIVE_TIMEOUT,
          SHUTDOWN_GRACE,
          DRAIN_DELAY,
          TLS_CERTIFICATE,
          TLS_PRIVATE_KEY,
          TLS_TRUSTED,
          AUTH_ENABLED,
          AUTH_REQUIRED,
          AUTH_JWT_ALGORITHM,
          AUTH_SECRET,
          AUTH_PUBLIC_KEY,
          AUTH_JWKS,
          AUTH_ISSUER,
          AUTH_AUDIENCE,
          AUTH_RULES,
          PROTO_AUTO_GENERATE,
          PROTO_OUTPUT_DIR,
          PROTO_PACKAGE_PREFIX,
          AUTO_REGISTER_APPS,
          ENABLED_APPS,
          CUSTOM_SERVICES,
          HANDLERS_HOOK,
          CLIENT_TARGETS,
          CLIENT_LOAD_BALANCING,
          CLIENT_CONNECTIONS,
          CLIENT_TIMEOUT,
          CLIENT_RETRY_ATTEMPTS,
          CLIENT_SERVICE_CONFIG,
          CLIENT_TLS_ENABLED,
          CLIENT_TLS_CERTIFICATE,
          CLIENT_TLS_PRIVATE_KEY,
          CLIENT_TLS_TRUSTED,
          FILE);

  private Keys() {}
}
