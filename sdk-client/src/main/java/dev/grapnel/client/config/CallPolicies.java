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

  /** In grpc-java's form, for methods that may be repeated. */
  public Map<String, ?> repeatable() {
    return Map.of();
  }

  /** In grpc-java's form, for all other methods: without the default retry. */
  public Map<String, ?> once() {
    return Map.of();
  }

  /** Whether calling a method twice does no harm. */
  public boolean isRepeatable(MethodDescriptor<?, ?> method) {
    return false;
  }

  /** How long a call of a method may take by the service config; empty: it does not say. */
  public Optional<Duration> timeout(MethodDescriptor<?, ?> method) {
    return Optional.empty();
  }
}
