package dev.grapnel.testing;

import dev.grapnel.core.lifecycle.DrainSignal;
import io.grpc.ClientInterceptor;
import java.time.Duration;
import java.util.List;

/** What a test client does about its calls, whatever carries them. */
record ClientSettings(
    List<ClientInterceptor> interceptors,
    Duration callLimit,
    Duration leakGrace,
    DrainSignal drain) {

  static final Duration CALL_LIMIT = Duration.ofSeconds(20);
  static final Duration LEAK_GRACE = Duration.ofSeconds(1);

  static ClientSettings defaults() {
    return new ClientSettings(List.of(), CALL_LIMIT, LEAK_GRACE, new DrainSignal());
  }
}
