package dev.grapnel.server;

import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.server.service.ServiceRegistration;
import io.grpc.MethodDescriptor;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the interceptors that want a say in how the server is built. */
record AwareInterceptors(List<ServerAwareInterceptor> ofServer) {

  static AwareInterceptors of(ServerSettings settings) {
    List<ServerInterceptor> all = new ArrayList<>(settings.interceptors);
    settings.authInterceptor.ifPresent(all::add);
    return new AwareInterceptors(aware(all));
  }

  /** Tells whether one of those around all services finds out who calls. */
  boolean authenticate() {
    return ofServer.stream().anyMatch(ServerAwareInterceptor::authenticates);
  }

  void addTo(ServerBuilder<?> server) {
    for (ServerAwareInterceptor aware : ofServer) {
      aware.transportFilters().forEach(server::addTransportFilter);
      aware.streamTracerFactories().forEach(server::addStreamTracerFactory);
    }
  }

  /** Tells all of them, and again when what is returned is closed. */
  AutoCloseable tell(List<Vital> vitals, List<ServiceRegistration> services) {
    List<Vital> told = List.copyOf(vitals);
    List<ServerAwareInterceptor> all = new ArrayList<>(ofServer);
    services.forEach(service -> all.addAll(aware(service.options().interceptors())));
    all.forEach(aware -> aware.serverVitals(told));
    return () -> all.forEach(aware -> aware.serverClosed(told));
  }

  /** The least that one of the interceptors around a method allows. */
  Optional<Duration> longestCall(ServiceRegistration service, MethodDescriptor<?, ?> method) {
    return Stream.concat(ofServer.stream(), aware(service.options().interceptors()).stream())
        .flatMap(aware -> aware.longestCall(method).stream())
        .min(Comparator.naturalOrder());
  }

  List<String> problems(List<ServiceRegistration> services) {
    List<String> problems = new ArrayList<>();
    ofServer.forEach(aware -> problems.addAll(problems(aware, services)));
    for (ServiceRegistration service : services) {
      aware(service.options().interceptors())
          .forEach(aware -> problems.addAll(problems(aware, List.of(service))));
    }
    return problems;
  }

  private static List<String> problems(
      ServerAwareInterceptor aware, List<ServiceRegistration> services) {
    List<ServerServiceDefinition> definitions =
        services.stream().map(ServiceRegistration::definition).toList();
    List<Class<?>> implementations = new ArrayList<>();
    services.forEach(service -> implementations.add(service.implementation()));
    List<String> problems = new ArrayList<>(aware.problems(definitions));
    problems.addAll(aware.implementationProblems(implementations));
    return problems;
  }

  private static List<ServerAwareInterceptor> aware(List<ServerInterceptor> interceptors) {
    return interceptors.stream()
        .filter(ServerAwareInterceptor.class::isInstance)
        .map(ServerAwareInterceptor.class::cast)
        .toList();
  }
}
