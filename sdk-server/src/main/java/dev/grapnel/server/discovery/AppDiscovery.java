package dev.grapnel.server.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds apps on the class path and picks those that are enabled. Not thread-safe. */
public final class AppDiscovery {

  static final Logger LOGGER = LoggerFactory.getLogger("grpc.discovery");

  private final Map<String, AppHandlers> found = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private AppDiscovery() {}

  /**
   * Looks for apps.
   *
   * @param classLoader where to look
   * @return what was found, with all that is wrong
   */
  public static AppDiscovery scan(ClassLoader classLoader) {
    AppDiscovery discovery = new AppDiscovery();
    LOGGER.debug("looking for apps: {} in META-INF/services", AppHandlers.class.getName());
    var providers = ServiceLoader.load(AppHandlers.class, classLoader).stream().iterator();
    while (discovery.takeNext(providers)) {
      // Each step notes what it found.
    }
    LOGGER.debug("apps found: {}", discovery.found.keySet());
    return discovery;
  }

  /**
   * Picks apps.
   *
   * @param enabled their labels; empty means all that were found
   * @return the apps, in the order they are enabled or were found
   */
  public List<AppHandlers> select(Collection<String> enabled) {
    if (enabled.isEmpty()) {
      return List.copyOf(found.values());
    }
    List<AppHandlers> selected = new ArrayList<>();
    for (String app : enabled) {
      AppHandlers handlers = found.get(app);
      if (handlers == null) {
        problems.add("the app \"" + app + "\" is enabled but was not found; " + describeFound());
      } else {
        selected.add(handlers);
      }
    }
    found.keySet().stream()
        .filter(app -> !enabled.contains(app))
        .forEach(app -> LOGGER.debug("app {} is not enabled", app));
    return selected;
  }

  /**
   * Returns what is wrong with the apps found and picked so far.
   *
   * @return one sentence each
   */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private boolean takeNext(Iterator<ServiceLoader.Provider<AppHandlers>> providers) {
    try {
      if (!providers.hasNext()) {
        return false;
      }
      add(providers.next().get());
    } catch (ServiceConfigurationError e) {
      problems.add("an app cannot be loaded: " + e.getMessage());
    }
    return true;
  }

  private void add(AppHandlers handlers) {
    String type = handlers.getClass().getName();
    if (handlers.app().isEmpty()) {
      problems.add("the app of " + type + " has an empty label: expected a short name");
      return;
    }
    LOGGER.debug("found app {} ({})", handlers.app(), type);
    AppHandlers previous = found.putIfAbsent(handlers.app(), handlers);
    if (previous != null) {
      problems.add(
          "two apps are labelled \""
              + handlers.app()
              + "\": "
              + previous.getClass().getName()
              + " and "
              + type);
    }
  }

  private String describeFound() {
    return found.isEmpty()
        ? "no apps were found: does META-INF/services/"
            + AppHandlers.class.getName()
            + " name them?"
        : "apps found: " + String.join(", ", found.keySet());
  }
}
