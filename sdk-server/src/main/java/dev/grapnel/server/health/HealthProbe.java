package dev.grapnel.server.health;

/** Asks whether something a service needs is there, for example its database. */
@FunctionalInterface
public interface HealthProbe {

  /**
   * Looks; may block, on a thread of its own.
   *
   * @return whether all is well
   * @throws Exception counts as unwell
   */
  boolean isHealthy() throws Exception;
}
