package dev.grapnel.server;

import dev.grapnel.core.call.CallScopeInterceptor;
import dev.grapnel.core.call.ServerGuard;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.lifecycle.DrainSignal;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.core.security.TlsException;
import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.server.executor.ExecutorRouting;
import dev.grapnel.server.health.HealthCheck;
import dev.grapnel.server.health.HealthReporter;
import dev.grapnel.server.overload.Admission;
import dev.grapnel.server.protection.LogFlood;
import dev.grapnel.server.service.ServiceRegistration;
import dev.grapnel.server.stream.StreamThreads;
import dev.grapnel.server.transport.NettyTransport;
import io.grpc.MethodDescriptor;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a builder into a server: checks everything, then puts the parts together. */
final class ServerAssembly {

  private final GRPCServerBuilder builder;
  private final ServerSettings settings;
  private final DrainSignal drain = new DrainSignal();
  private final List<String> problems = new ArrayList<>();

  ServerAssembly(GRPCServerBuilder builder) {
    this.builder = builder;
    this.settings = builder.settings;
  }

  GRPCServer build() {
    if (!settings.enabled) {
      return new GRPCServer(null, new Resources());
    }
    builder.catalog.claim();
    Resources resources = new Resources();
    try {
      builder.catalog.resolve(builder, problems);
      builder.catalog.closeables().forEach(resources::add);
      new SettingsCheck(settings, builder.catalog.services(), allChecks(), problems).run();
      TransportCredentials<ServerCredentials> credentials = credentials();
      ConfigException.throwIfAny(problems);
      return assemble(resources, Objects.requireNonNull(credentials));
    } catch (RuntimeException | Error failure) {
      builder.catalog.closeables().forEach(resources::add);
      resources.close();
      throw failure;
    }
  }

  private GRPCServer assemble(
      Resources resources, TransportCredentials<ServerCredentials> credentials) {
    List<ServiceRegistration> services = builder.catalog.services();
    ExecutorRouting routing = resources.keep(routing(services));
    StreamThreads streams = resources.keep(StreamThreads.of(settings.executor));
    resources.add(credentials);
    Admission admission = admission(routing, services);
    NettyTransport transport =
        resources.keep(
            NettyTransport.create(
                settings.transport(),
                credentials.credentials(),
                routing.isEventLoopOnly() ? Optional.empty() : Optional.of(admission)));
    ServerBuilder<?> server = transport.builder();
    server.addStreamTracerFactory(admission);
    ServerGuard.addTo(server);
    Optional<HealthReporter> health = addServices(server, streams);
    addInterceptors(server, admission);
    // First, so that whom it refuses is not counted.
    credentials.transportFilters().forEach(server::addTransportFilter);
    AwareInterceptors.of(settings).addTo(server);
    List<Vital> vitals = new ArrayList<>(admission.vitals());
    vitals.addAll(streams.vitals());
    vitals.addAll(transport.vitals());
    vitals.addAll(credentials.vitals());
    vitals.add(resources.keep(LogFlood.limit()).vital());
    resources.add(AwareInterceptors.of(settings).tell(vitals, services));
    Optional<AdminServer> admin = AdminServer.of(settings.adminPort, health);
    admin.ifPresent(resources::add);
    ServerParts parts =
        new ServerParts(
            server.build(),
            transport,
            routing,
            streams,
            health,
            admin,
            credentials,
            drain,
            List.copyOf(builder.catalog.drainActions()),
            new Banner(settings, services, allChecks()),
            new Examination(settings, services).facts(),
            new ServerParts.Options(settings));
    return new GRPCServer(parts, resources);
  }

  private Optional<HealthReporter> addServices(ServerBuilder<?> server, StreamThreads streams) {
    List<ServiceRegistration> services = builder.catalog.services();
    services.forEach(service -> server.addService(streams.around(service.intercepted())));
    Optional<HealthReporter> health = health(services);
    health.ifPresent(reporter -> server.addService(ServerGuard.around(reporter.service())));
    if (settings.offersReflection()) {
      addReflection(server);
    }
    return health;
  }

  private ExecutorRouting routing(List<ServiceRegistration> services) {
    ExecutorRouting routing = new ExecutorRouting(settings.executor, settings.maxWorkers);
    for (ServiceRegistration service : services) {
      for (ServerMethodDefinition<?, ?> method : service.definition().getMethods()) {
        service
            .executor(method.getMethodDescriptor())
            .ifPresent(
                choice -> routing.route(method.getMethodDescriptor().getFullMethodName(), choice));
      }
    }
    if (settings.health.isOn()) {
      // Health must answer while all workers are busy.
      HealthGrpc.getServiceDescriptor()
          .getMethods()
          .forEach(method -> routing.route(method.getFullMethodName(), CallExecutor.eventLoop()));
    }
    return routing;
  }

  private Admission admission(ExecutorRouting routing, List<ServiceRegistration> services) {
    List<MethodDescriptor<?, ?>> methods = new ArrayList<>();
    for (ServiceRegistration service : services) {
      methods.addAll(service.definition().getServiceDescriptor().getMethods());
    }
    return new Admission(settings.overload, routing, methods);
  }

  private Optional<HealthReporter> health(List<ServiceRegistration> services) {
    if (!settings.health.isOn()) {
      return Optional.empty();
    }
    return Optional.of(
        new HealthReporter(services.stream().map(ServiceRegistration::name).toList(), allChecks()));
  }

  @SuppressWarnings(
      "deprecation") // v1alpha is what older grpcurl and most GUI clients still ask for.
  static void addReflection(ServerBuilder<?> server) {
    List.of(ProtoReflectionServiceV1.newInstance(), ProtoReflectionService.newInstance())
        .forEach(service -> server.addService(ServerGuard.around(service.bindService())));
  }

  /** grpc-java runs the interceptor that was added last first; we promise the opposite. */
  private void addInterceptors(ServerBuilder<?> server, Admission admission) {
    List<ServerInterceptor> outermostFirst = new ArrayList<>();
    outermostFirst.add(
        CallScopeInterceptor.create(settings.exceptionMapper, mappersOfServices(), drain));
    outermostFirst.add(admission);
    settings.authInterceptor.map(ExceptHealth::around).ifPresent(outermostFirst::add);
    outermostFirst.addAll(settings.interceptors);
    for (int i = outermostFirst.size() - 1; i >= 0; i--) {
      server.intercept(outermostFirst.get(i));
    }
  }

  private Map<String, ExceptionMapper> mappersOfServices() {
    Map<String, ExceptionMapper> mappers = new HashMap<>();
    for (ServiceRegistration service : builder.catalog.services()) {
      service.options().exceptionMapper().ifPresent(mapper -> mappers.put(service.name(), mapper));
    }
    return mappers;
  }

  private List<HealthCheck> allChecks() {
    List<HealthCheck> checks = new ArrayList<>(settings.healthChecks);
    checks.addAll(builder.catalog.healthChecks());
    return checks;
  }

  private @Nullable TransportCredentials<ServerCredentials> credentials() {
    try {
      return TransportCredentials.server(settings.transportSecurity);
    } catch (TlsException e) {
      problems.add(String.valueOf(e.getMessage()));
      return null;
    }
  }
}
