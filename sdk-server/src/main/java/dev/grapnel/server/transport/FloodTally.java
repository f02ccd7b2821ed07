package dev.grapnel.server.transport;

import dev.grapnel.core.lifecycle.Vital;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts the connections that were ended for what they flooded the server with. */
final class FloodTally {

  private final Map<Flood, LongAdder> ended = new EnumMap<>(Flood.class);

  FloodTally() {
    for (Flood flood : Flood.values()) {
      ended.put(flood, new LongAdder());
    }
  }

  void count(Flood flood) {
    Objects.requireNonNull(ended.get(flood)).increment();
  }

  List<Vital> vitals() {
    return ended.entrySet().stream().map(FloodTally::vital).toList();
  }

  private static Vital vital(Map.Entry<Flood, LongAdder> entry) {
    return Vital.counter(
            "grpc.server.connections.flooded",
            "Connections ended for too many frames of a kind that costs and does nothing.",
            entry.getValue()::sum)
        .label("frame", entry.getKey().name().toLowerCase(Locale.ROOT));
  }
}
