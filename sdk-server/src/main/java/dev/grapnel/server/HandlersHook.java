package dev.grapnel.server;

/**
 * Registers services in code, for a server that is otherwise built from configuration: {@code
 * grpc.handlers-hook} names an implementation with a public constructor without parameters.
 */
@FunctionalInterface
public interface HandlersHook {

  /**
   * Adds services, interceptors or anything else.
   *
   * @param server the server being built
   */
  void register(GRPCServerBuilder server);
}
