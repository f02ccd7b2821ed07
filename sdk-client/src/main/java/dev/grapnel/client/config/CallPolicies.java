package dev.grapnel.client.config;

import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A service config as a client carries it out: checked, complete, and in the form that grpc-java
 * reads. Immutable; made by the client's builder.
 */
public final class CallPolicies {

  /**
   * Returns the config of methods that may be repeated, in grpc-java's form.
   *
   * @return the service config
   */
  public Map<String, ?> repeatable() {
    return Map.of();
  }

  /**
   * Returns the config of all other methods, in grpc-java's form: without the default retry.
   *
   * @return the service config
   */
  public Map<String, ?> once() {
    return Map.of();
  }

  /**
   * Tells whether calling a method twice does no harm.
   *
   * @param method a method
   * @return whether its schema or the user says so
   */
  public boolean isRepeatable(MethodDescriptor<?, ?> method) {
    return false;
  }

  /**
   * Tells how long a call of a method may take by the service config.
   *
   * @param method a method
   * @return the time; empty if it does not say
   */
  public Optional<Duration> timeout(MethodDescriptor<?, ?> method) {
    return Optional.empty();
  }
}
