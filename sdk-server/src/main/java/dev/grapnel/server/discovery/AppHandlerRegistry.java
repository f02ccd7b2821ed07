package dev.grapnel.server.discovery;

import dev.grapnel.server.health.HealthCheck;
import dev.grapnel.server.service.ServiceOptions;
import dev.grapnel.server.service.ServiceRegistration;
import io.grpc.BindableService;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;

/** Takes what one app brings to a server. Not thread-safe. */
public final class AppHandlerRegistry {

  private static final Logger logger = AppDiscovery.LOGGER;

  private final String app;
  private final int maxWorkers;
  private final List<ServiceRegistration> services = new ArrayList<>();
  private final List<HealthCheck> healthChecks = new ArrayList<>();
  private final List<Runnable> drainActions = new ArrayList<>();
  private final List<AutoCloseable> closeables = new ArrayList<>();

  /**
   * Creates an empty registry.
   *
   * @param app the app's label
   * @param maxWorkers how many threads the server has for handlers
   */
  public AppHandlerRegistry(String app, int maxWorkers) {
    this.app = app;
    this.maxWorkers = maxWorkers;
  }

  /**
   * Returns how many threads the server has for handlers; the size that connection pools should
   * have at least.
   *
   * @return the number of workers
   */
  public int maxWorkers() {
    return maxWorkers;
  }

  /**
   * Registers a service.
   *
   * @param service the service
   * @return this registry
   */
  public AppHandlerRegistry register(BindableService service) {
    return register(service, options -> {});
  }

  /**
   * Registers a service with options of its own.
   *
   * @param service the service
   * @param options sets its executor and interceptors
   * @return this registry
   */
  public AppHandlerRegistry register(BindableService service, Consumer<ServiceOptions> options) {
    String origin = "app " + app + " (" + service.getClass().getName() + ")";
    ServiceRegistration registration = ServiceRegistration.of(service, options, origin);
    logger.debug("{} registers {}", origin, registration.name());
    services.add(registration);
    return this;
  }

  /**
   * Adds a health check of one of the app's services.
   *
   * @param check the check
   * @return this registry
   */
  public AppHandlerRegistry addHealthCheck(HealthCheck check) {
    healthChecks.add(check);
    return this;
  }

  /**
   * Does something when the server begins to stop and takes no new calls; for streams that would
   * otherwise go on until the shutdown grace is over.
   *
   * @param action what to do; must not block
   * @return this registry
   */
  public AppHandlerRegistry onDrain(Runnable action) {
    drainActions.add(action);
    return this;
  }

  /**
   * Closes something when the server has stopped; the last added first.
   *
   * @param resource what to close, for example a connection pool
   * @return this registry
   */
  public AppHandlerRegistry onClose(AutoCloseable resource) {
    closeables.add(resource);
    return this;
  }

  /**
   * Returns the services.
   *
   * @return the registrations, in order
   */
  public List<ServiceRegistration> services() {
    return List.copyOf(services);
  }

  /**
   * Returns the health checks.
   *
   * @return the checks, in order
   */
  public List<HealthCheck> healthChecks() {
    return List.copyOf(healthChecks);
  }

  /**
   * Returns what is done when the server begins to stop.
   *
   * @return the actions, in order
   */
  public List<Runnable> drainActions() {
    return List.copyOf(drainActions);
  }

  /**
   * Returns what is closed with the server.
   *
   * @return the resources, in the order they were added
   */
  public List<AutoCloseable> closeables() {
    return List.copyOf(closeables);
  }
}
