package dev.grapnel.server.service;

import dev.grapnel.core.call.ServerGuard;
import dev.grapnel.server.executor.CallExecutor;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A service on its way into a server.
 *
 * @param definition its methods
 * @param implementation the class behind it
 * @param options what it has of its own
 * @param origin who registered it, in words for messages, for example {@code app crypto}
 */
public record ServiceRegistration(
    ServerServiceDefinition definition,
    Class<?> implementation,
    ServiceOptions options,
    String origin) {

  /**
   * Registers a service.
   *
   * @param service the service
   * @param options sets what it has of its own
   * @param origin who registered it, in words for messages
   * @return the registration
   */
  public static ServiceRegistration of(
      BindableService service, Consumer<ServiceOptions> options, String origin) {
    ServiceOptions chosen = new ServiceOptions();
    options.accept(chosen);
    return new ServiceRegistration(service.bindService(), service.getClass(), chosen, origin);
  }

  /**
   * Returns the name of the service.
   *
   * @return the full name, for example {@code crypto.CryptoService}
   */
  public String name() {
    return definition.getServiceDescriptor().getName();
  }

  /**
   * Returns the service with its own interceptors around it, its failures mapped before they see
   * them, and malformed requests answered.
   *
   * @return the definition to add to a server
   */
  public ServerServiceDefinition intercepted() {
    return ServerInterceptors.interceptForward(
        ServerGuard.around(definition), options.interceptors());
  }

  /**
   * Returns where a method runs.
   *
   * @param method one of the service's methods
   * @return the method's own choice, or the service's
   */
  public Optional<CallExecutor> executor(MethodDescriptor<?, ?> method) {
    String bareName = method.getFullMethodName().substring(name().length() + 1);
    return Optional.ofNullable(options.methodExecutors().get(bareName)).or(options::executor);
  }

  /**
   * Returns the methods that options name but the service does not have.
   *
   * @return their names; empty when all is well
   */
  public List<String> unknownMethods() {
    return options.methodExecutors().keySet().stream()
        .filter(method -> !methodNames().contains(method))
        .sorted()
        .toList();
  }

  /**
   * Returns the methods of the service.
   *
   * @return their bare names, sorted
   */
  public List<String> methodNames() {
    return definition.getMethods().stream()
        .map(ServerMethodDefinition::getMethodDescriptor)
        .map(method -> method.getFullMethodName().substring(name().length() + 1))
        .sorted()
        .toList();
  }
}
