package dev.grapnel.server;

import dev.grapnel.core.security.TransportSecurity;
import dev.grapnel.server.doctor.ServerFacts;
import dev.grapnel.server.service.ServiceRegistration;
import java.util.List;

/** Tells the doctor what it has to know of a server. */
record Examination(ServerSettings settings, List<ServiceRegistration> services) {

  ServerFacts facts() {
    return new ServerFacts(
        new ServerFacts.Surroundings(
            settings.production,
            System.getenv("KUBERNETES_SERVICE_HOST") != null,
            Runtime.getRuntime().maxMemory()),
        exposure(),
        new ServerFacts.Limits(
            settings.connections.keepAlive(),
            settings.connections.permitKeepAliveTime(),
            settings.maxInboundMessageSize,
            settings.maxInboundMetadataSize,
            settings.maxWorkers,
            settings.drainDelay,
            settings.shutdownGrace),
        methods(),
        List.copyOf(settings.warnings));
  }

  private ServerFacts.Exposure exposure() {
    TransportSecurity security = settings.transportSecurity;
    boolean authenticates =
        settings.authInterceptor.isPresent() || AwareInterceptors.of(settings).authenticate();
    return new ServerFacts.Exposure(
        settings.host,
        settings.unixSocket.isPresent() || isLoopback(settings.host),
        security,
        authenticates,
        settings.offersReflection(),
        settings.adminPort);
  }

  /** By its name alone: to ask the name service would take time, and it may answer differently. */
  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || List.of("localhost", "::1", "[::1]").contains(host);
  }

  private List<ServerFacts.Method> methods() {
    AwareInterceptors interceptors = AwareInterceptors.of(settings);
    return services.stream()
        .flatMap(
            service ->
                service.definition().getMethods().stream()
                    .map(
                        method ->
                            new ServerFacts.Method(
                                method.getMethodDescriptor(),
                                interceptors.longestCall(service, method.getMethodDescriptor()))))
        .toList();
  }
}
