package dev.grapnel.server.health;

import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Answers grpc.health.v1.Health for a server: each service by its checks, the whole server ({@code
 * ""}) SERVING only while every service is. A service with checks is NOT_SERVING until they passed
 * once. Thread-safe.
 */
public final class HealthReporter implements AutoCloseable {

  /** The full name of the service that answers: {@code grpc.health.v1.Health}. */
  public static final String SERVICE_NAME = HealthGrpc.SERVICE_NAME;

  private final HealthStatusManager statuses = new HealthStatusManager();
  private final WatchCompletion watches = new WatchCompletion();
  private final List<String> services;
  private final List<ServiceHealth> checks;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "grapnel-health"));
  private final ExecutorService probes =
      Executors.newCachedThreadPool(task -> daemon(task, "grapnel-health-probe"));
  private boolean serving;
  private boolean stopped;

  /**
   * Creates a reporter; everything is NOT_SERVING until {@link #start()}.
   *
   * @param services the full names of the services
   * @param checks their checks, any number for each
   */
  public HealthReporter(Collection<String> services, List<HealthCheck> checks) {
    this.services = List.copyOf(services);
    this.checks = checks.stream().map(check -> new ServiceHealth(check, this::publish)).toList();
    publish();
  }

  /**
   * Returns the service to register.
   *
   * @return grpc.health.v1.Health with Check, List and Watch
   */
  public ServerServiceDefinition service() {
    return ServerInterceptors.intercept(statuses.getHealthService(), watches);
  }

  /** Starts serving: the checks begin to run. */
  public void start() {
    synchronized (this) {
      serving = true;
    }
    publish();
    checks.forEach(check -> check.schedule(scheduler, probes));
  }

  /** Says NOT_SERVING for everything, for good, and tells it to the watchers. */
  public void stopServing() {
    scheduler.shutdownNow();
    probes.shutdownNow();
    synchronized (this) {
      serving = false;
      if (!stopped) {
        stopped = true;
        statuses.enterTerminalState();
      }
    }
  }

  /** Says NOT_SERVING for everything, for good, and ends the calls of the watchers. */
  @Override
  public void close() {
    try {
      stopServing();
    } finally {
      watches.completeAll();
    }
  }

  private synchronized void publish() {
    boolean all = serving;
    for (String service : services) {
      boolean healthy = serving && isHealthy(service);
      statuses.setStatus(service, status(healthy));
      all &= healthy;
    }
    statuses.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status(all));
  }

  private boolean isHealthy(String service) {
    return checks.stream()
        .filter(check -> check.service().equals(service))
        .allMatch(ServiceHealth::isHealthy);
  }

  private static ServingStatus status(boolean healthy) {
    return healthy ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
