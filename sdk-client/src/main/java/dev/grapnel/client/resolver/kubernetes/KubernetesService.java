package dev.grapnel.client.resolver.kubernetes;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A service and the way to its EndpointSlices.
 *
 * @param port its name or its number; empty for the only one
 */
record KubernetesService(
    String name, String namespace, String port, URI apiServer, Path tokenFile, Path caFile) {

  boolean hasPortNumber() {
    return !port.isEmpty() && port.chars().allMatch(Character::isDigit);
  }

  String authority() {
    String host = name + "." + namespace + ".svc";
    return hasPortNumber() ? host + ":" + port : host;
  }

  /** The list of its slices, to which further parameters may be added. */
  String slices() {
    String base = apiServer.toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
        + "/apis/discovery.k8s.io/v1/namespaces/"
        + namespace
        + "/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3D"
        + name;
  }

  void checkFiles(List<String> problems) {
    check("token", tokenFile, "tokenFile", problems);
    check("certificate", caFile, "caFile", problems);
  }

  private static void check(String what, Path file, String setting, List<String> problems) {
    if (!Files.isReadable(file)) {
      problems.add("the Kubernetes " + what + " file " + file + " cannot be read: set " + setting);
    }
  }

  @Override
  public String toString() {
    return "service " + name + " in namespace " + namespace;
  }
}
