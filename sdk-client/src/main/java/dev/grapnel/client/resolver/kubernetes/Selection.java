package dev.grapnel.client.resolver.kubernetes;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The addresses to call, in an order that does not change by itself.
 *
 * @param problem why there are none; empty if there are
 */
record Selection(List<InetSocketAddress> addresses, String problem) {

  private static final Comparator<InetSocketAddress> ORDER =
      Comparator.comparing((InetSocketAddress address) -> address.getAddress().getHostAddress())
          .thenComparing(InetSocketAddress::getPort);

  private record Candidate(Slice.Pod pod, int port) {

    boolean isIpv4() {
      return pod.address() instanceof Inet4Address;
    }

    InetSocketAddress address() {
      return new InetSocketAddress(pod.address(), port);
    }
  }

  static Selection failure(String problem) {
    return new Selection(List.of(), problem);
  }

  static Selection of(KubernetesService service, Collection<Slice> slices) {
    List<Candidate> candidates = new ArrayList<>();
    boolean portFound = false;
    for (Slice slice : slices) {
      Optional<Integer> port = port(service, slice);
      portFound |= port.isPresent();
      port.ifPresent(
          number -> slice.pods().forEach(pod -> candidates.add(new Candidate(pod, number))));
    }
    List<Candidate> chosen = inState(candidates, Slice.State.READY);
    if (chosen.isEmpty()) {
      // As kube-proxy does: better a server that is about to end than none.
      chosen = inState(candidates, Slice.State.LEAVING);
    }
    return chosen.isEmpty()
        ? failure("the " + service + " " + reason(service, slices, portFound))
        : new Selection(addresses(chosen), "");
  }

  private static Optional<Integer> port(KubernetesService service, Slice slice) {
    List<Slice.Port> ports = slice.ports();
    if (service.hasPortNumber()) {
      int number = Integer.parseInt(service.port());
      boolean any = ports.isEmpty() || ports.stream().anyMatch(port -> port.number() == 0);
      return any || ports.stream().anyMatch(port -> port.number() == number)
          ? Optional.of(number)
          : Optional.empty();
    }
    if (service.port().isEmpty()) {
      return Optional.of(ports)
          .filter(list -> list.size() == 1 && list.get(0).number() > 0)
          .map(list -> list.get(0).number());
    }
    return ports.stream()
        .filter(port -> port.name().equals(service.port()) && port.number() > 0)
        .map(Slice.Port::number)
        .findFirst();
  }

  private static List<Candidate> inState(List<Candidate> candidates, Slice.State state) {
    return candidates.stream().filter(candidate -> candidate.pod().state() == state).toList();
  }

  /** A pod may have an address of each family, and may be in two slices while they are sorted. */
  private static List<InetSocketAddress> addresses(List<Candidate> candidates) {
    Set<String> withIpv4 =
        candidates.stream()
            .filter(Candidate::isIpv4)
            .map(candidate -> candidate.pod().id())
            .filter(id -> !id.isEmpty())
            .collect(Collectors.toSet());
    return candidates.stream()
        .filter(candidate -> candidate.isIpv4() || !withIpv4.contains(candidate.pod().id()))
        .map(Candidate::address)
        .distinct()
        .sorted(ORDER)
        .toList();
  }

  private static String reason(
      KubernetesService service, Collection<Slice> slices, boolean portFound) {
    if (slices.isEmpty()) {
      return "is not known to Kubernetes, or has no selector: it has no EndpointSlices";
    }
    Set<String> ports =
        slices.stream()
            .flatMap(slice -> slice.ports().stream())
            .map(Slice.Port::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    if (portFound || ports.isEmpty()) {
      return "has no ready endpoints";
    }
    String offer = ": its pods listen to " + String.join(", ", ports);
    return service.port().isEmpty()
        ? "has several ports, and none is chosen" + offer
        : "has no port " + service.port() + offer;
  }
}
