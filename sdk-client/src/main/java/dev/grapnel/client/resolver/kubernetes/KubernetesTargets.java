package dev.grapnel.client.resolver.kubernetes;

import dev.grapnel.client.resolver.Targets;
import dev.grapnel.core.config.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Targets that are the ready pods of a Kubernetes service, followed through the EndpointSlices of
 * the API server: a pod that comes or goes is known within a moment.
 *
 * <pre>{@code
 * GRPCClient.builder(KubernetesTargets.service("users", 50051))
 * }</pre>
 *
 * <p>As text, for configuration: {@code kubernetes:///users.shop:grpc}, that is service, namespace
 * and port; namespace and port may be left out. {@code ?apiServer=…&tokenFile=…&caFile=…} say where
 * the API server is, in case the client runs outside the cluster.
 *
 * <p>The service account needs the right to list and to watch {@code endpointslices} of {@code
 * discovery.k8s.io} in the namespace of the service. While the API server cannot be reached, the
 * last known pods are kept. Servers are addressed, and checked by TLS, as {@code users.shop.svc}.
 */
public final class KubernetesTargets {

  private KubernetesTargets() {}

  /**
   * Returns the pods of a service in this pod's own namespace.
   *
   * @param name the service
   * @param port the port that its pods listen to, which is not always the service's: 1 to 65535
   * @return the targets
   * @throws ConfigException if name or port is malformed or this is no pod; tells all problems
   */
  public static Targets service(String name, int port) {
    return builder(name).port(port).build();
  }

  /**
   * Begins the targets of a service.
   *
   * @param service its name, without the namespace
   * @return a builder
   */
  public static Builder builder(String service) {
    return new Builder(service);
  }

  /**
   * Tells what is wrong with a target of this kind given as text, including files that are missing
   * now.
   *
   * @param target a target with its scheme
   * @return a sentence for each problem; empty where there is none, and for other schemes
   */
  public static List<String> problems(String target) {
    List<String> problems = new ArrayList<>();
    if (target.startsWith(ServiceSettings.SCHEME + ":")) {
      ServiceSettings settings = ServiceSettings.parse(target, problems);
      if (settings != null) {
        check(settings, InCluster.ofThisPod(), problems);
      }
    }
    return List.copyOf(problems);
  }

  private static void check(ServiceSettings settings, InCluster cluster, List<String> problems) {
    KubernetesService service = settings.complete(cluster, problems);
    if (service != null) {
      service.checkFiles(problems);
    }
  }

  /** Builds targets that are the pods of a service. Not thread-safe. */
  public static final class Builder {

    private final String service;
    private @Nullable String namespace;
    private @Nullable String port;
    private @Nullable URI apiServer;
    private @Nullable Path tokenFile;
    private @Nullable Path caFile;

    private Builder(String service) {
      this.service = service;
    }

    /**
     * Sets the namespace of the service; default: this pod's own.
     *
     * @param name the namespace
     * @return this builder
     */
    public Builder namespace(String name) {
      namespace = name;
      return this;
    }

    /**
     * Sets the port by the name that the service gives it; default: the only port of the service.
     *
     * @param name the name of the port
     * @return this builder
     */
    public Builder port(String name) {
      port = name;
      return this;
    }

    /**
     * Sets the port by its number; default: the only port of the service.
     *
     * @param number the port that the pods listen to, which is not always the service's: 1 to 65535
     * @return this builder
     */
    public Builder port(int number) {
      port = Integer.toString(number);
      return this;
    }

    /**
     * Sets where the API server is; default: what Kubernetes tells its pods by {@code
     * KUBERNETES_SERVICE_HOST} and {@code KUBERNETES_SERVICE_PORT_HTTPS}.
     *
     * @param https an {@code https:} URI
     * @return this builder
     */
    public Builder apiServer(URI https) {
      apiServer = https;
      return this;
    }

    /**
     * Sets the file with the token for the API server; default: the one of this pod's service
     * account. It is read anew for each request, so it may be renewed.
     *
     * @param file a text file with nothing but the token
     * @return this builder
     */
    public Builder tokenFile(Path file) {
      tokenFile = file;
      return this;
    }

    /**
     * Sets the certificates that the API server is checked against, and no others; default: those
     * of this pod's service account. The file is read anew for each request.
     *
     * @param file a PEM file
     * @return this builder
     */
    public Builder caFile(Path file) {
      caFile = file;
      return this;
    }

    /**
     * Checks everything and returns the targets.
     *
     * @return the targets
     * @throws ConfigException if anything is wrong or missing; tells all of it at once
     */
    public Targets build() {
      return build(InCluster.ofThisPod());
    }

    Targets build(InCluster cluster) {
      ServiceSettings settings =
          new ServiceSettings(
              service,
              namespace,
              port,
              apiServer == null ? null : apiServer.toString(),
              tokenFile == null ? null : tokenFile.toString(),
              caFile == null ? null : caFile.toString());
      List<String> problems = new ArrayList<>();
      check(settings, cluster, problems);
      ConfigException.throwIfAny(problems);
      return Targets.uri(settings.toUri());
    }
  }
}
