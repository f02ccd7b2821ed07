package dev.grapnel.core.config;

import java.util.List;
import java.util.Locale;

/**
 * The configuration of a gRPC process: one immutable, typed object whose every value knows its
 * source.
 *
 * <pre>{@code
 * GRPCConfig config = GRPCConfig.load();
 * int port = config.server().port();             // GRPC_PORT, -Dgrpc.port, grpc.properties or 50051
 * ConfigSource from = config.setting("grpc.port").source();
 * }</pre>
 *
 * @param enabled whether the gRPC server is to run at all
 * @param environment the name of the environment, for example {@code development} or {@code
 *     production}
 * @param server how the server listens
 * @param auth whether calls are authenticated
 * @param proto how .proto files are generated
 * @param discovery which services are registered without being named in code
 * @param client how a client calls servers
 * @param settings every value in force with its source, in reading order
 * @param warnings what looks wrong but does not hinder, in sentences for people
 */
public record GRPCConfig(
    boolean enabled,
    String environment,
    ServerConfig server,
    AuthConfig auth,
    ProtoConfig proto,
    DiscoveryConfig discovery,
    ClientConfig client,
    List<Setting> settings,
    List<String> warnings) {

  /**
   * Makes the lists unmodifiable.
   *
   * @param enabled whether the gRPC server is to run at all
   * @param environment the name of the environment
   * @param server how the server listens
   * @param auth whether calls are authenticated
   * @param proto how .proto files are generated
   * @param discovery which services are registered without being named in code
   * @param client how a client calls servers
   * @param settings every value in force with its source
   * @param warnings what looks wrong but does not hinder
   */
  public GRPCConfig {
    settings = List.copyOf(settings);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads the configuration of this process: environment variables, then system properties, then
   * the file, then defaults. The file is the one that {@code GRPC_CONFIG} or {@code -Dgrpc.config}
   * names, or {@code grpc.properties} in the working directory if there is one.
   *
   * @return the configuration
   * @throws ConfigException if any value is bad; tells all of them
   */
  public static GRPCConfig load() {
    return loader().load();
  }

  /**
   * Returns a loader, to add overrides such as command line options or to choose the sources.
   *
   * @return a new loader over this process's environment and system properties
   */
  public static ConfigLoader loader() {
    return new ConfigLoader();
  }

  /**
   * Returns the defaults alone, whatever the environment says.
   *
   * @return the default configuration
   */
  public static GRPCConfig defaults() {
    return ConfigLoader.isolated().load();
  }

  /**
   * Tells whether this is a production environment: its name is {@code production} or {@code prod}.
   *
   * @return whether it is
   */
  public boolean isProduction() {
    return isProduction(environment);
  }

  static boolean isProduction(String environment) {
    String name = environment.toLowerCase(Locale.ROOT);
    return name.equals("production") || name.equals("prod");
  }

  /**
   * Returns one value in force with its source.
   *
   * @param key the key, for example {@code grpc.port}
   * @return the setting
   * @throws IllegalArgumentException if there is no such key; names the nearest one
   */
  public Setting setting(String key) {
    return settings.stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(NearestName.unknownKey(key)));
  }
}
