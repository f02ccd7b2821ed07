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
  private final List<ServiceRegistration> services = new ArrayList<>();
  private final List<HealthCheck> healthChecks = new ArrayList<>();
  private final List<AutoCloseable> closeables = new ArrayList<>();

  /**
   * Creates an empty registry.
   *
   * @param app the app's label
   */
  public AppHandlerRegistry(String app) {
    this.app = app;
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
   * Returns what is closed with the server.
   *
   * @return the resources, in the order they were added
   */
  public List<AutoCloseable> closeables() {
    return List.copyOf(closeables);
  }
}
