package dev.grapnel.server;

import com.google.protobuf.RuntimeVersion;
import dev.grapnel.core.config.ConfigSource;
import dev.grapnel.core.config.Setting;
import dev.grapnel.server.executor.CallExecutor;
import dev.grapnel.server.health.HealthCheck;
import dev.grapnel.server.service.ServiceRegistration;
import dev.grapnel.server.transport.NettyTransport;
import io.grpc.Server;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Tells at start what is served, how, and which settings are not the defaults. */
final class Banner {

  private final ServerSettings settings;
  private final List<ServiceRegistration> services;
  private final List<HealthCheck> checks;

  Banner(ServerSettings settings, List<ServiceRegistration> services, List<HealthCheck> checks) {
    this.settings = settings;
    this.services = List.copyOf(services);
    this.checks = List.copyOf(checks);
  }

  String text(int port, OptionalInt adminPort) {
    StringBuilder text = new StringBuilder("Grapnel ").append(version(Banner.class));
    text.append(" serves gRPC on ").append(settings.address(port));
    text.append(" (").append(settings.transportSecurity.description()).append(')');
    for (ServiceRegistration service : services) {
      line(
          text,
          "service",
          service.name() + ", " + count(service.methodNames().size()) + ", " + service.origin());
    }
    line(text, "health", health());
    line(text, "reflection", settings.offersReflection() ? "on, v1 and v1alpha" : "off");
    adminPort.ifPresent(admin -> line(text, "admin", "channelz on loopback, port " + admin));
    line(text, "executor", executor());
    line(text, "versions", versions());
    for (Setting setting : settings.noted.values()) {
      if (setting.source().kind() != ConfigSource.Kind.DEFAULT) {
        line(text, "setting", setting.toString());
      }
    }
    return text.toString();
  }

  private String executor() {
    CallExecutor choice = settings.executor;
    if (choice instanceof CallExecutor.SharedWorkers) {
      return settings.maxWorkers + " workers";
    }
    if (choice instanceof CallExecutor.OwnWorkers own) {
      return own.threads() + " workers";
    }
    if (choice instanceof CallExecutor.EventLoop) {
      return "event loop";
    }
    return choice instanceof CallExecutor.VirtualThreads ? "virtual threads" : "given";
  }

  private String health() {
    if (!settings.health.isOn()) {
      return "off";
    }
    if (checks.isEmpty()) {
      return "on, no checks";
    }
    return checks.stream()
        .map(
            check ->
                check.service()
                    + " checked every "
                    + TimeUnit.MILLISECONDS.convert(check.period())
                    + " ms")
        .collect(Collectors.joining(", ", "on, ", ""));
  }

  private static String count(int methods) {
    return methods == 1 ? "1 method" : methods + " methods";
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%n  %-11s", name)).append(value);
  }

  private static String versions() {
    return "grpc-java "
        + version(Server.class)
        + ", Netty "
        + NettyTransport.version()
        + ", protobuf "
        + RuntimeVersion.OSS_MAJOR
        + "."
        + RuntimeVersion.OSS_MINOR
        + "."
        + RuntimeVersion.OSS_PATCH
        + ", Java "
        + Runtime.version();
  }

  private static String version(Class<?> type) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }
}
