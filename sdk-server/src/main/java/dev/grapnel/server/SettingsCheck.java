package dev.grapnel.server;

import dev.grapnel.core.config.Problems;
import dev.grapnel.core.config.ServerConfig;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.server.executor.ExecutorRouting;
import dev.grapnel.server.health.HealthCheck;
import dev.grapnel.server.health.HealthReporter;
import dev.grapnel.server.service.ServiceRegistration;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Finds everything that is wrong with a server before it is built. */
final class SettingsCheck {

  /** The limit that a DeadlineInterceptor has unless told otherwise. */
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);

  private final ServerSettings settings;
  private final List<ServiceRegistration> services;
  private final List<HealthCheck> healthChecks;
  private final List<String> problems;
  private final Problems expect;

  SettingsCheck(
      ServerSettings settings,
      List<ServiceRegistration> services,
      List<HealthCheck> healthChecks,
      List<String> problems) {
    this.settings = settings;
    this.services = services;
    this.healthChecks = healthChecks;
    this.problems = problems;
    this.expect = Problems.into(problems);
  }

  void run() {
    checkNumbers();
    checkAuthentication();
    checkServices();
    if (problems.isEmpty()) {
      problems.addAll(AwareInterceptors.of(settings).problems(services));
      checkGrace();
    }
    checkExecutor("the server", settings.executor);
    checkHealthChecks();
  }

  private void checkNumbers() {
    expect.between("port", settings.port, 0, 65535);
    expect.between("maxWorkers", settings.maxWorkers, 1, ServerConfig.MOST_WORKERS);
    expect.between("maxInboundMessageSize", settings.maxInboundMessageSize, 1, Integer.MAX_VALUE);
    expect.between(
        "maxInboundMetadataSize", settings.maxInboundMetadataSize, 1, Integer.MAX_VALUE / 2);
    problems.addAll(settings.transport().problems());
    problems.addAll(settings.overload.problems());
    expect.positive("shutdownGrace", settings.shutdownGrace);
    if (settings.drainDelay.isNegative()) {
      problems.add("drainDelay is " + settings.drainDelay + ": expected zero or a time above it");
    }
    settings.adminPort.ifPresent(this::checkAdminPort);
  }

  private void checkAdminPort(int port) {
    expect.between("adminPort", port, 0, 65535);
    if (port != 0 && port == settings.port && settings.unixSocket.isEmpty()) {
      problems.add("adminPort is " + port + ", which is the port of the server: expected another");
    }
  }

  /**
   * Compares the time that unary calls may take with the time they get when the server stops. One
   * method that may take longer than others is the doctor's business, and so are the defaults of
   * both, which nobody chose.
   */
  private void checkGrace() {
    AwareInterceptors interceptors = AwareInterceptors.of(settings);
    Duration grace = settings.shutdownGrace;
    services.stream()
        .flatMap(
            service ->
                service.definition().getMethods().stream()
                    .map(ServerMethodDefinition::getMethodDescriptor)
                    .filter(method -> method.getType() == MethodType.UNARY)
                    .flatMap(method -> interceptors.longestCall(service, method).stream()))
        .min(Comparator.naturalOrder())
        .filter(limit -> limit.compareTo(grace) > 0)
        .filter(limit -> limit.compareTo(USUAL_LIMIT) > 0 || settings.isSet("grpc.shutdown-grace"))
        .ifPresent(
            limit ->
                problems.add(
                    "shutdownGrace is "
                        + grace
                        + ", below the "
                        + limit
                        + " that unary calls may take: raise it, or lower the limit of the"
                        + " DeadlineInterceptor"));
  }

  private void checkAuthentication() {
    if (settings.authRequired
        && settings.authInterceptor.isEmpty()
        && !AwareInterceptors.of(settings).authenticate()) {
      problems.add(
          "grpc.auth.enabled is true, but nothing authenticates calls: add an AuthInterceptor by"
              + " addInterceptor(…), one of your own by authInterceptor(…), or set it to false");
    }
  }

  private void checkServices() {
    if (services.isEmpty() && problems.isEmpty()) {
      problems.add(
          "the server has no services: use addService(…), discoverApps() (grpc.auto-register-apps) or a handlers hook");
    }
    for (ServiceRegistration service : services) {
      checkName(service);
      for (String method : service.unknownMethods()) {
        problems.add(
            "an executor is chosen for the method "
                + method
                + ", but "
                + service.name()
                + " has only "
                + String.join(", ", service.methodNames()));
      }
      service.definition().getMethods().forEach(method -> checkExecutor(service, method));
    }
  }

  /** grpc-java would let ours win without a word. */
  private void checkName(ServiceRegistration service) {
    if (settings.health.isOn() && service.name().equals(HealthReporter.SERVICE_NAME)) {
      problems.add(
          service.name()
              + " is registered by "
              + service.origin()
              + ", but the server brings its own: use addHealthCheck(…), or switch it off with"
              + " health(Toggle.OFF)");
    }
  }

  private void checkHealthChecks() {
    if (!problems.isEmpty()) {
      // Apps were not registered then, and their services are not there to speak for.
      return;
    }
    List<String> names = services.stream().map(ServiceRegistration::name).toList();
    for (HealthCheck check : healthChecks) {
      if (!names.contains(check.service())) {
        problems.add(
            "a health check speaks for "
                + check.service()
                + ", but the services are "
                + String.join(", ", names));
      }
    }
  }

  private void checkExecutor(ServiceRegistration service, ServerMethodDefinition<?, ?> method) {
    service
        .executor(method.getMethodDescriptor())
        .ifPresent(
            choice -> checkExecutor(method.getMethodDescriptor().getFullMethodName(), choice));
  }

  private void checkExecutor(String user, CallExecutor choice) {
    if (!ExecutorRouting.isSupported(choice)) {
      problems.add(
          user
              + " is to run on virtual threads, which need JDK 21; this is JDK "
              + Runtime.version().feature());
    }
  }
}
