package dev.grapnel.core.config;

import dev.grapnel.core.config.ConfigSource.Kind;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the strongest value of each key and collects all that is wrong on the way. */
final class Resolution {

  /**
   * So near to a known name that a slip of the finger is likelier than another program's variable.
   */
  private static final int MISSPELLING = 2;

  private static final String PREFIX = "grpc.";
  private static final String ENVIRONMENT_PREFIX = "GRPC";

  private final Map<String, Setting> overrides;
  private final Map<String, String> environment;
  private final Properties systemProperties;
  private final Map<String, Setting> fromFiles = new LinkedHashMap<>();
  private final Map<String, Setting> resolved = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  Resolution(
      Map<String, Setting> overrides,
      Map<String, String> environment,
      Properties systemProperties) {
    this.overrides = new LinkedHashMap<>(overrides);
    this.environment = environment;
    this.systemProperties = systemProperties;
    this.overrides.values().stream()
        .filter(setting -> !isKnown(setting.key()))
        .forEach(this::unknown);
  }

  /** Adds a properties file; what it says wins over files added before. */
  void addFile(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      problems.add("the configuration file " + file + " does not exist");
    } catch (CharacterCodingException e) {
      problems.add("the configuration file " + file + " cannot be read: expected UTF-8");
    } catch (AccessDeniedException e) {
      problems.add("the configuration file " + file + " cannot be read: permission denied");
    } catch (IOException | IllegalArgumentException e) {
      problems.add("the configuration file " + file + " cannot be read: " + e.getMessage());
    }
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      Setting setting =
          new Setting(
              key, properties.getProperty(key), new ConfigSource(Kind.FILE, file.toString()));
      if (isKnown(key)) {
        fromFiles.put(key, setting);
      } else {
        unknown(setting);
      }
    }
  }

  /** Returns the value of a key; on a bad one notes the problem and returns the default. */
  <T> T get(Key<T> key) {
    Setting setting = find(key);
    resolved.put(key.name(), setting);
    try {
      return key.parser().apply(setting.value().strip());
    } catch (IllegalArgumentException e) {
      problems.add(setting + ": expected " + key.expected() + hint(setting));
      return key.parser().apply(key.defaultText());
    }
  }

  void problem(String problem) {
    problems.add(problem);
  }

  List<Setting> settings() {
    return List.copyOf(resolved.values());
  }

  List<String> problems() {
    return problems.stream().distinct().toList();
  }

  private Setting find(Key<?> key) {
    return Optional.ofNullable(overrides.get(key.name()))
        .or(() -> fromEnvironment(key, key.environmentName()))
        // The name that programs of all kinds use for the same thing.
        .or(
            () ->
                key.equals(Keys.ENVIRONMENT)
                    ? fromEnvironment(key, "ENVIRONMENT").filter(found -> !found.value().isBlank())
                    : Optional.empty())
        .or(() -> fromSystemProperties(key))
        .or(() -> Optional.ofNullable(fromFiles.get(key.name())))
        .orElseGet(() -> new Setting(key.name(), key.defaultText(), ConfigSource.DEFAULT));
  }

  private Optional<Setting> fromEnvironment(Key<?> key, String name) {
    return setting(key, environment.get(name), Kind.ENVIRONMENT, name);
  }

  private Optional<Setting> fromSystemProperties(Key<?> key) {
    return setting(key, systemProperties.getProperty(key.name()), Kind.SYSTEM_PROPERTY, key.name());
  }

  private static Optional<Setting> setting(
      Key<?> key, @Nullable String value, Kind kind, String name) {
    return Optional.ofNullable(value)
        .map(text -> new Setting(key.name(), text, new ConfigSource(kind, name)));
  }

  private static boolean isKnown(String key) {
    return Keys.ALL.stream().anyMatch(known -> known.name().equals(key));
  }

  /** An override or a file is ours alone: there an unknown key is an error. */
  private void unknown(Setting setting) {
    problems.add(NearestName.unknownKey(setting.key()) + " (" + setting.source() + ")");
  }

  /**
   * Tells which names look misspelt; environment and system properties are shared with other
   * software, so there we only warn.
   */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (String name : new TreeSet<>(systemProperties.stringPropertyNames())) {
      if (name.startsWith(PREFIX) && !isKnown(name)) {
        warnings.add("system property " + name + " is ignored: " + NearestName.unknownKey(name));
      }
    }
    Set<String> known = Keys.ALL.stream().map(Key::environmentName).collect(Collectors.toSet());
    for (String name : new TreeSet<>(environment.keySet())) {
      if (looksLikeOurs(name) && !known.contains(name)) {
        meant(name)
            .ifPresent(
                meant ->
                    warnings.add(
                        "environment variable " + name + " is ignored; was " + meant + " meant?"));
      }
    }
    return warnings;
  }

  /** Begins with the four letters, in whatever order and case: GPRC_PORT is a slip, too. */
  private static boolean looksLikeOurs(String name) {
    return name.length() > ENVIRONMENT_PREFIX.length()
        && sorted(name.substring(0, ENVIRONMENT_PREFIX.length()))
            .equals(sorted(ENVIRONMENT_PREFIX));
  }

  private static String sorted(String letters) {
    char[] characters = letters.toUpperCase(Locale.ROOT).toCharArray();
    Arrays.sort(characters);
    return new String(characters);
  }

  /** Finds the variable that was meant, unless that one is set as well. */
  private Optional<String> meant(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Keys.ALL.stream()
        .map(Key::environmentName)
        .filter(known -> !environment.containsKey(known))
        .filter(known -> NearestName.distance(upper, known) <= MISSPELLING)
        .min(Comparator.comparingInt(known -> NearestName.distance(upper, known)));
  }

  private static String hint(Setting setting) {
    boolean serviceLink =
        setting.source().kind() == Kind.ENVIRONMENT && setting.value().startsWith("tcp://");
    return serviceLink
        ? "; Kubernetes sets this variable for a Service named grpc: set enableServiceLinks: false in the pod"
        : "";
  }
}
