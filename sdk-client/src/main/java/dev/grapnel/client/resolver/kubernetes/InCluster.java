package dev.grapnel.client.resolver.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Kubernetes tells its pods: by their environment and by a folder of files. */
record InCluster(Map<String, String> environment, Path account) {

  private static final String HOST = "KUBERNETES_SERVICE_HOST";

  static InCluster ofThisPod() {
    return new InCluster(System.getenv(), Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));
  }

  @Nullable URI apiServer(List<String> problems) {
    String host = environment.get(HOST);
    if (host == null || host.isBlank()) {
      problems.add(
          "not in a Kubernetes cluster: "
              + HOST
              + " is not set; set namespace, apiServer, tokenFile and caFile to watch from outside");
      return null;
    }
    String port =
        environment.getOrDefault(
            "KUBERNETES_SERVICE_PORT_HTTPS",
            environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"));
    String uri = "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    try {
      return URI.create(uri);
    } catch (IllegalArgumentException e) {
      problems.add("the environment says that the API server is \"" + uri + "\": expected a URI");
      return null;
    }
  }

  @Nullable String namespace(List<String> problems) {
    Path file = account.resolve("namespace");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      problems.add(
          "the Kubernetes namespace is not set, and " + file + " cannot be read: set namespace");
      return null;
    }
  }

  Path tokenFile() {
    return account.resolve("token");
  }

  Path caFile() {
    return account.resolve("ca.crt");
  }
}
