package dev.grapnel.server.discovery;

/**
 * One app: a named group of services that servers find by {@link java.util.ServiceLoader}.
 *
 * <p>Implementations have a public constructor without parameters that does next to nothing;
 * whatever is dear (pools, caches) is opened in {@link #register}, since apps that are not enabled
 * are looked at too.
 */
public interface AppHandlers {

  /**
   * Returns the app's label, as it is written in {@code grpc.enabled-apps}.
   *
   * @return a short name, for example {@code crypto}; never empty
   */
  String app();

  /**
   * Registers the app's services.
   *
   * @param registry takes services, health checks and what must be closed with the server
   */
  void register(AppHandlerRegistry registry);
}
