package dev.grapnel.server;

import dev.grapnel.core.config.Availability;
import dev.grapnel.core.config.ConfigSource;
import dev.grapnel.core.config.GRPCConfig;
import dev.grapnel.core.config.ServerConfig;
import dev.grapnel.core.config.Setting;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.server.health.HealthCheck;
import dev.grapnel.server.overload.OverloadOptions;
import dev.grapnel.server.transport.ConnectionOptions;
import dev.grapnel.server.transport.TransportOptions;
import io.grpc.ServerInterceptor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the builder was told so far, and what holds where it was told nothing. */
final class ServerSettings {

  final Map<String, Setting> noted = new LinkedHashMap<>();
  final List<ServerInterceptor> interceptors = new ArrayList<>();
  final List<HealthCheck> healthChecks = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  Ticker ticker = Ticker.system();
  Optional<ServerInterceptor> authInterceptor = Optional.empty();
  boolean authRequired;
  boolean enabled = true;
  boolean production = GRPCConfig.loader().isProduction();
  String host = ServerConfig.DEFAULT_HOST;
  int port = ServerConfig.DEFAULT_PORT;
  int maxWorkers = ServerConfig.DEFAULT_MAX_WORKERS;
  CallExecutor executor = CallExecutor.workers();
  TransportSecurity transportSecurity = TransportSecurity.plaintext();
  Availability reflection = Availability.IN_DEVELOPMENT;
  Toggle health = Toggle.ON;
  Toggle shutdownHook = Toggle.ON;
  ExceptionMapper exceptionMapper = ExceptionMapper.defaults();
  Duration shutdownGrace = Duration.ofSeconds(30);
  int maxInboundMessageSize = 4 << 20;
  int maxInboundMetadataSize = 8 << 10;
  final OverloadOptions overload = new OverloadOptions();
  final ConnectionOptions connections = new ConnectionOptions();
  Optional<Path> unixSocket = Optional.empty();
  OptionalInt adminPort = OptionalInt.empty();
  Duration drainDelay = Duration.ZERO;

  void apply(GRPCConfig config) {
    ServerConfig server = config.server();
    host = server.host();
    port = server.port();
    maxWorkers = server.maxWorkers();
    reflection = server.reflection();
    health = Toggle.of(server.health());
    maxInboundMessageSize = server.maxInboundMessageSize();
    maxInboundMetadataSize = server.maxInboundMetadataSize();
    connections.keepAlive(server.keepAlive());
    shutdownGrace = server.shutdownGrace();
    drainDelay = server.drainDelay();
    transportSecurity = server.transportSecurity();
    enabled = config.enabled();
    production = config.isProduction();
    authRequired = config.auth().enabled();
    warnings.addAll(config.warnings());
    config.settings().forEach(setting -> noted.put(setting.key(), setting));
  }

  void transportSecurity(TransportSecurity security) {
    transportSecurity = security;
    noted.keySet().removeIf(key -> key.startsWith("grpc.tls."));
  }

  void noteSetInCode(String key, Object value) {
    ConfigSource source = new ConfigSource(ConfigSource.Kind.OVERRIDE, "set in code");
    noted.put(key, new Setting(key, value.toString(), source));
  }

  /** Tells whether somebody chose a value, in code or configuration. */
  boolean isSet(String key) {
    Setting setting = noted.get(key);
    return setting != null && setting.source().kind() != ConfigSource.Kind.DEFAULT;
  }

  boolean offersReflection() {
    return reflection.isOn(production);
  }

  /** Where it listens, as people write it. */
  String address(int boundPort) {
    return unixSocket.map(path -> "unix:" + path).orElseGet(() -> host + ":" + boundPort);
  }

  TransportOptions transport() {
    return new TransportOptions(
        host, port, unixSocket, maxInboundMessageSize, maxInboundMetadataSize, connections);
  }
}
