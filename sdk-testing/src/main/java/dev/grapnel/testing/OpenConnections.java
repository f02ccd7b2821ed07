package dev.grapnel.testing;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Knows which connections a server has, so that a channel nobody closed does not go unseen. */
final class OpenConnections extends ServerTransportFilter {

  private static final Attributes.Key<Object> ID = Attributes.Key.create("grapnel-test-connection");

  /** Our own channel is closed by now, and its connection about to end. */
  private static final Duration LEAST_GRACE = Duration.ofSeconds(5);

  private final Map<Object, String> open = new LinkedHashMap<>();

  @Override
  public synchronized Attributes transportReady(Attributes attributes) {
    Object id = new Object();
    open.put(id, String.valueOf(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
    return attributes.toBuilder().set(ID, id).build();
  }

  @Override
  public synchronized void transportTerminated(Attributes attributes) {
    if (attributes != null) {
      open.remove(attributes.get(ID));
      notifyAll();
    }
  }

  synchronized void assertNoneOpen(Duration grace) throws InterruptedException {
    Duration longer = grace.compareTo(LEAST_GRACE) > 0 ? grace : LEAST_GRACE;
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(longer);
    while (!open.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "%s left open at the end of the test: connected from %s\n    expected: every channel to the server of a GRPCTestClient is closed before it\n     but was: open"
                .formatted(
                    open.size() == 1 ? "1 channel was" : open.size() + " channels were",
                    String.join(", ", open.values())));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
