package dev.grapnel.client;

import dev.grapnel.client.config.CallPolicies;
import io.grpc.Attributes;
import io.grpc.InternalConfigSelector;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves as another resolver does, and adds the client's own service config: which calls are
 * tried again is chosen for each call, by its method.
 *
 * <p>grpc-java takes one service config for a channel, and only a name resolver may hand over a
 * selector that looks at methods. The selector is internal to grpc-java; this is the one class that
 * knows it. Resolvers that come with a selector of their own, as {@code xds:} does, are left alone.
 */
final class ConfiguredResolver extends NameResolver {

  /** What the resolvers of a channel are told, each by grpc-java. */
  static final Args.Key<CallPolicies> POLICIES =
      Args.Key.create("dev.grapnel.client.ConfiguredResolver");

  private static final String SCHEME = "grapnel";

  static {
    NameResolverRegistry.getDefaultRegistry().register(new Provider());
  }

  private final NameResolver resolver;
  private final ConfigOrError serviceConfig;
  private final InternalConfigSelector selector;

  private ConfiguredResolver(NameResolver resolver, CallPolicies policies, Args args) {
    this.resolver = resolver;
    ServiceConfigParser parser = Objects.requireNonNull(args.getServiceConfigParser());
    this.serviceConfig = parse(parser, policies.repeatable());
    this.selector =
        new Selector(
            policies, serviceConfig.getConfig(), parse(parser, policies.once()).getConfig());
  }

  /** Checked by the client's builder, so that nothing is wrong with it any more. */
  private static ConfigOrError parse(ServiceConfigParser parser, Map<String, ?> config) {
    ConfigOrError parsed = parser.parseServiceConfig(config);
    if (parsed.getError() != null) {
      throw new IllegalStateException("service config: " + parsed.getError());
    }
    return parsed;
  }

  /** The target of a channel whose resolver is to be this one, around that of another target. */
  static String uri(String target) {
    return SCHEME + ":" + target;
  }

  @Override
  public String getServiceAuthority() {
    return resolver.getServiceAuthority();
  }

  @Override
  public void start(Listener2 listener) {
    resolver.start(
        new Listener2() {
          @Override
          public Status onResult2(ResolutionResult result) {
            return listener.onResult2(configured(result));
          }

          @Override
          public void onResult(ResolutionResult result) {
            listener.onResult(configured(result));
          }

          @Override
          public void onError(Status error) {
            listener.onError(error);
          }
        });
  }

  private ResolutionResult configured(ResolutionResult result) {
    Attributes attributes = result.getAttributes();
    return attributes.get(InternalConfigSelector.KEY) != null
        ? result
        : result.toBuilder()
            .setServiceConfig(serviceConfig)
            .setAttributes(attributes.toBuilder().set(InternalConfigSelector.KEY, selector).build())
            .build();
  }

  @Override
  public void refresh() {
    resolver.refresh();
  }

  @Override
  public void shutdown() {
    resolver.shutdown();
  }

  private static final class Selector extends InternalConfigSelector {

    private final CallPolicies policies;
    private final Result repeatable;
    private final Result once;

    Selector(CallPolicies policies, Object repeatable, Object once) {
      this.policies = policies;
      this.repeatable = Result.newBuilder().setConfig(repeatable).build();
      this.once = Result.newBuilder().setConfig(once).build();
    }

    @Override
    public Result selectConfig(PickSubchannelArgs call) {
      return policies.isRepeatable(call.getMethodDescriptor()) ? repeatable : once;
    }
  }

  private static final class Provider extends NameResolverProvider {

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
      CallPolicies policies = args.getArg(POLICIES);
      if (policies == null || !SCHEME.equals(target.getScheme())) {
        return null;
      }
      URI inner = URI.create(target.getRawSchemeSpecificPart());
      NameResolverRegistry registry = args.getNameResolverRegistry();
      NameResolverProvider provider =
          inner.getScheme() == null ? null : registry.getProviderForScheme(inner.getScheme());
      NameResolver resolver = provider == null ? null : provider.newNameResolver(inner, args);
      return resolver == null ? null : new ConfiguredResolver(resolver, policies, args);
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
    }

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
}
