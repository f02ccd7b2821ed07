package dev.grapnel.client.resolver.kubernetes;

import java.util.ArrayList;
import java.util.List;

/** Writes an EndpointSlice as Kubernetes does. */
final class SliceText {

  private final String addressType;
  private final List<String> pods = new ArrayList<>();
  private final List<String> ports = new ArrayList<>();

  SliceText(String addressType) {
    this.addressType = addressType;
  }

  /** A slice of one port named grpc and ready pods. */
  static SliceText of(int port, String... addresses) {
    SliceText slice = new SliceText("IPv4").port("grpc", port);
    for (String address : addresses) {
      slice.pod(address, "{\"ready\":true,\"serving\":true,\"terminating\":false}", address);
    }
    return slice;
  }

  SliceText port(String name, int number) {
    ports.add("{\"name\":\"%s\",\"protocol\":\"TCP\",\"port\":%d}".formatted(name, number));
    return this;
  }

  SliceText udpPort(String name, int number) {
    ports.add("{\"name\":\"%s\",\"protocol\":\"UDP\",\"port\":%d}".formatted(name, number));
    return this;
  }

  SliceText unready(String address) {
    return pod(address, "{\"ready\":false,\"serving\":false,\"terminating\":false}", address);
  }

  SliceText leaving(String address) {
    return pod(address, "{\"ready\":false,\"serving\":true,\"terminating\":true}", address);
  }

  SliceText pod(String address, String conditions, String uid) {
    pods.add(
        "{\"addresses\":[\"%s\"],\"conditions\":%s,\"nodeName\":\"n1\",\"targetRef\":{\"kind\":\"Pod\",\"uid\":\"%s\"}}"
            .formatted(address, conditions, uid));
    return this;
  }

  String json(String name, int version) {
    return ("{\"metadata\":{\"name\":\"%s\",\"namespace\":\"shop\",\"resourceVersion\":\"%d\"},"
            + "\"addressType\":\"%s\",\"endpoints\":%s,\"ports\":%s}")
        .formatted(name, version, addressType, pods.isEmpty() ? "null" : pods.toString(), ports);
  }
}
