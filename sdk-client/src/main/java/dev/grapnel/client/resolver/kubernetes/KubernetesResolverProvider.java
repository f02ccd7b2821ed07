package dev.grapnel.client.resolver.kubernetes;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes grpc-java know targets such as {@code kubernetes:///users.shop:grpc}. Public only because
 * grpc-java finds it through {@code META-INF/services}; use {@link KubernetesTargets}.
 */
public final class KubernetesResolverProvider extends NameResolverProvider {

  /** Creates the provider, as grpc-java does. */
  public KubernetesResolverProvider() {}

  /**
   * Makes a resolver for a target of this kind.
   *
   * @param target the target
   * @param args what the channel lends
   * @return a resolver; null for other schemes
   * @throws ConfigException if the target is malformed, or leaves out what only a pod knows
   */
  @Override
  public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
    if (!ServiceSettings.SCHEME.equals(target.getScheme())) {
      return null;
    }
    List<String> problems = new ArrayList<>();
    ServiceSettings settings = ServiceSettings.parse(target.toString(), problems);
    KubernetesService service =
        settings == null ? null : settings.complete(InCluster.ofThisPod(), problems);
    if (service == null) {
      throw new ConfigException(problems);
    }
    return new KubernetesResolver(service, SliceWatch.BACKOFF, Ticker.system(), args);
  }

  /**
   * Returns the scheme.
   *
   * @return {@code kubernetes}
   */
  @Override
  public String getDefaultScheme() {
    return ServiceSettings.SCHEME;
  }

  /**
   * Returns what kind of addresses pods have.
   *
   * @return Internet addresses
   */
  @Override
  public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
    return Set.of(InetSocketAddress.class);
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  /** Below DNS, so that a target without a scheme still means DNS. */
  @Override
  protected int priority() {
    return 1;
  }
}
