package dev.grapnel.client;

import dev.grapnel.client.balancing.Connection;
import dev.grapnel.client.balancing.ConnectionWatch;
import dev.grapnel.core.lifecycle.Vital;
import io.grpc.ConnectivityState;
import java.util.List;
import java.util.function.Predicate;

/** The numbers that a client tells of itself. */
final class ClientVitals {

  private ClientVitals() {}

  static List<Vital> of(ConnectionWatch watch, PendingCalls pending) {
    return List.of(
        gauge(
            watch,
            "grpc.client.addresses",
            "Addresses that calls may go to, whether they can be reached or not.",
            connection -> true),
        gauge(
            watch,
            "grpc.client.addresses.ready",
            "Addresses with at least one connection that is ready.",
            connection -> connection.state() == ConnectivityState.READY),
        gauge(
            watch,
            "grpc.client.addresses.ejected",
            "Addresses that calls go around because they fail or are slow.",
            connection -> connection.ejection().isPresent()),
        labelled(
            watch,
            Vital.gauge(
                "grpc.client.calls.pending", "Calls that wait for a connection.", pending::count)),
        labelled(
            watch,
            Vital.gauge(
                "grpc.client.streams.waiting",
                "Calls that have a connection, but wait for the server to permit one more.",
                watch::waitingStreams)));
  }

  private static Vital gauge(
      ConnectionWatch watch, String name, String description, Predicate<Connection> counted) {
    return labelled(
        watch,
        Vital.gauge(
            name,
            description,
            () ->
                watch.connections().stream()
                    .filter(counted)
                    .map(Connection::address)
                    .distinct()
                    .count()));
  }

  private static Vital labelled(ConnectionWatch watch, Vital vital) {
    return vital.label("target", watch.targets());
  }
}
