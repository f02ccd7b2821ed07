package dev.grapnel.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which services are registered without being named in code.
 *
 * @param autoRegisterApps whether the apps on the class path are registered
 * @param enabledApps the apps to register; empty means all that are found
 * @param customServices service classes by a name of the user's own, registered by hand
 * @param handlersHook the name of a class that registers services in code
 */
public record DiscoveryConfig(
    boolean autoRegisterApps,
    List<String> enabledApps,
    Map<String, String> customServices,
    Optional<String> handlersHook) {

  /**
   * Makes the lists unmodifiable.
   *
   * @param autoRegisterApps whether the apps on the class path are registered
   * @param enabledApps the apps to register
   * @param customServices service classes by name
   * @param handlersHook the name of a hook class
   */
  public DiscoveryConfig {
    enabledApps = List.copyOf(enabledApps);
    // Map.copyOf would forget their order.
    customServices = Collections.unmodifiableMap(new LinkedHashMap<>(customServices));
  }
}
