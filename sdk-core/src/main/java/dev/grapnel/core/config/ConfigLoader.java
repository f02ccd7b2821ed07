package dev.grapnel.core.config;

import dev.grapnel.core.config.ConfigSource.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Reads a {@link GRPCConfig}; strongest source first: overrides, environment, system properties,
 * file, defaults.
 *
 * <p>One rule gives every setting its names: {@code grpc.max-workers} in files and system
 * properties is {@code GRPC_MAX_WORKERS} in the environment. Not thread-safe.
 */
public final class ConfigLoader {

  private static final Path DEFAULT_FILE = Path.of("grpc.properties");

  private final Map<String, Setting> overrides = new LinkedHashMap<>();
  private Map<String, String> environment = System.getenv();
  private Properties systemProperties = System.getProperties();
  private Path file = DEFAULT_FILE;
  private boolean fileIsRequired;

  ConfigLoader() {}

  /** A loader that sees nothing of this process. */
  static ConfigLoader isolated() {
    ConfigLoader loader = new ConfigLoader();
    loader.environment = Map.of();
    loader.systemProperties = new Properties();
    loader.file = Path.of("");
    return loader;
  }

  /**
   * Sets a value that is stronger than all other sources, typically a command line option.
   *
   * @param key the key, for example {@code grpc.port}
   * @param value the value as text
   * @param source what to call the source in messages, for example {@code --port}
   * @return this loader
   */
  public ConfigLoader override(String key, String value, String source) {
    overrides.put(key, new Setting(key, value, new ConfigSource(Kind.OVERRIDE, source)));
    return this;
  }

  /**
   * Replaces the environment; default: that of this process.
   *
   * @param variables the variables by name
   * @return this loader
   */
  public ConfigLoader environment(Map<String, String> variables) {
    this.environment = Map.copyOf(variables);
    return this;
  }

  /**
   * Replaces the system properties; default: those of this process.
   *
   * @param properties the properties; only those that begin with {@code grpc.} are read
   * @return this loader
   */
  public ConfigLoader systemProperties(Properties properties) {
    this.systemProperties = properties;
    return this;
  }

  /**
   * Names the file to read; default: {@code grpc.properties} in the working directory if it is
   * there. A file named {@code grpc-production.properties} beside {@code grpc.properties} wins over
   * it in that environment.
   *
   * @param path a properties file that must exist
   * @return this loader
   */
  public ConfigLoader file(Path path) {
    this.file = path;
    this.fileIsRequired = true;
    return this;
  }

  /**
   * Tells whether this is a production environment, from the environment's name alone; for code
   * that takes no other configuration.
   *
   * @return whether the name is {@code production} or {@code prod}
   */
  public boolean isProduction() {
    Resolution values = new Resolution(overrides, environment, systemProperties);
    return GRPCConfig.isProduction(values.get(Keys.ENVIRONMENT));
  }

  /**
   * Reads all sources and checks every value.
   *
   * @return the configuration
   * @throws ConfigException if any value is bad, a file cannot be read or holds an unknown key;
   *     tells all
   */
  public GRPCConfig load() {
    Resolution values = new Resolution(overrides, environment, systemProperties);
    Optional<Path> named = values.get(Keys.FILE);
    Path main = named.orElse(file);
    if (named.isPresent() || fileIsRequired || Files.isRegularFile(main)) {
      values.addFile(main);
      Path overlay = overlay(main, values.get(Keys.ENVIRONMENT));
      if (Files.isRegularFile(overlay)) {
        values.addFile(overlay);
      }
    }
    return new ConfigReader(values).read();
  }

  private static Path overlay(Path file, String environment) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    return file.resolveSibling(stem + "-" + environment + name.substring(stem.length()));
  }
}
