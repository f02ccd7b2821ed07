package dev.grapnel.server;

import dev.grapnel.core.config.DiscoveryConfig;
import dev.grapnel.server.discovery.AppDiscovery;
import dev.grapnel.server.discovery.AppHandlerRegistry;
import dev.grapnel.server.discovery.AppHandlers;
import dev.grapnel.server.health.HealthCheck;
import dev.grapnel.server.service.ServiceOptions;
import dev.grapnel.server.service.ServiceRegistration;
import io.grpc.BindableService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the services of a server from all the ways they can come: code, apps, classes by name,
 * hooks.
 */
final class ServiceCatalog {

  private static final Logger logger = LoggerFactory.getLogger("grpc.discovery");

  private final List<ServiceRegistration> services = new ArrayList<>();
  private final List<HealthCheck> healthChecks = new ArrayList<>();
  private final List<AppHandlers> givenApps = new ArrayList<>();
  private final List<Runnable> drainActions = new ArrayList<>();
  private final List<AutoCloseable> closeables = new ArrayList<>();
  private final Map<String, String> customServices = new LinkedHashMap<>();
  private final Set<String> enabledApps = new LinkedHashSet<>();
  private final List<HandlersHook> hooks = new ArrayList<>();
  private final List<String> hookClasses = new ArrayList<>();
  private boolean discovering;
  private boolean claimed;

  void configure(DiscoveryConfig config) {
    discovering |= config.autoRegisterApps() || !config.enabledApps().isEmpty();
    enabledApps.addAll(config.enabledApps());
    customServices.putAll(config.customServices());
    config.handlersHook().ifPresent(hookClasses::add);
  }

  void add(BindableService service, Consumer<ServiceOptions> options, String origin) {
    services.add(ServiceRegistration.of(service, options, origin));
  }

  void app(AppHandlers app) {
    givenApps.add(app);
  }

  void onDrain(Runnable action) {
    drainActions.add(action);
  }

  void discover() {
    discovering = true;
  }

  void enableOnly(List<String> labels) {
    discovering = true;
    enabledApps.clear();
    enabledApps.addAll(labels);
  }

  void custom(String name, String className) {
    customServices.put(name, className);
  }

  void hook(HandlersHook hook) {
    hooks.add(hook);
  }

  /** Hooks and apps run once: a second server would share, and close, what they opened. */
  void claim() {
    if (claimed) {
      throw new IllegalStateException("this builder was used: a server has a builder of its own");
    }
    claimed = true;
  }

  /** Runs hooks, apps and classes; adds what is wrong to the problems. */
  void resolve(GRPCServerBuilder builder, List<String> problems) {
    for (String className : hookClasses) {
      create("handlers hook", className, HandlersHook.class, problems).ifPresent(hooks::add);
    }
    // By index: a hook may add another one.
    for (int i = 0; i < hooks.size(); i++) {
      HandlersHook hook = hooks.get(i);
      logger.debug("handlers hook {}", hook.getClass().getName());
      hook.register(builder);
    }
    customServices.forEach(
        (name, className) ->
            create("custom service \"" + name + "\"", className, BindableService.class, problems)
                .ifPresent(
                    service ->
                        add(
                            service,
                            options -> {},
                            "custom service " + name + " (" + className + ")")));
    List<AppHandlers> apps = new ArrayList<>(givenApps);
    if (discovering) {
      apps.addAll(discoverApps(problems));
    }
    // An app may open what is dear: not while it is clear that there will be no server.
    if (problems.isEmpty()) {
      apps.forEach(app -> register(app, builder.settings.maxWorkers));
    }
    checkDuplicates(problems);
  }

  List<ServiceRegistration> services() {
    return services;
  }

  List<HealthCheck> healthChecks() {
    return healthChecks;
  }

  List<Runnable> drainActions() {
    return drainActions;
  }

  List<AutoCloseable> closeables() {
    return closeables;
  }

  private List<AppHandlers> discoverApps(List<String> problems) {
    AppDiscovery discovery = AppDiscovery.scan(classLoader());
    List<AppHandlers> apps = discovery.select(enabledApps);
    problems.addAll(discovery.problems());
    return apps;
  }

  private void register(AppHandlers app, int maxWorkers) {
    AppHandlerRegistry registry = new AppHandlerRegistry(app.app(), maxWorkers);
    try {
      app.register(registry);
    } finally {
      // Also when it failed half-way: what it had opened is closed with the rest.
      closeables.addAll(registry.closeables());
    }
    services.addAll(registry.services());
    healthChecks.addAll(registry.healthChecks());
    drainActions.addAll(registry.drainActions());
  }

  private void checkDuplicates(List<String> problems) {
    Map<String, String> origins = new LinkedHashMap<>();
    for (ServiceRegistration service : services) {
      String first = origins.putIfAbsent(service.name(), service.origin());
      if (first != null) {
        problems.add(
            "the service "
                + service.name()
                + " is registered twice: by "
                + first
                + " and by "
                + service.origin());
      }
    }
  }

  private static <T> Optional<T> create(
      String what, String className, Class<T> type, List<String> problems) {
    try {
      Class<?> found = Class.forName(className, true, classLoader());
      logger.debug("{}: {}", what, className);
      return Optional.of(type.cast(found.getConstructor().newInstance()));
    } catch (ClassNotFoundException e) {
      problems.add(
          "the " + what + " names the class " + className + ", which is not on the class path");
    } catch (ClassCastException e) {
      problems.add(
          "the " + what + " names the class " + className + ", which is no " + type.getName());
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      problems.add(
          "the "
              + what
              + " "
              + className
              + " cannot be created: it needs a public constructor without"
              + " parameters that does not fail ("
              + reason
              + ")");
    }
    return Optional.empty();
  }

  private static ClassLoader classLoader() {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return ofThread == null ? ServiceCatalog.class.getClassLoader() : ofThread;
  }
}
