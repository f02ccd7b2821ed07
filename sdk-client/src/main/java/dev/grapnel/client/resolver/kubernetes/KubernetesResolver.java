package dev.grapnel.client.resolver.kubernetes;

import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.policy.Backoff;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves a Kubernetes service to its ready pods, for as long as the channel wants to know. Tells
 * changes only. A service without pods is told as an error, since that is what is true; trouble
 * with the API server is told only while nothing is known.
 *
 * <p>Everything runs in the channel's synchronization context.
 */
final class KubernetesResolver extends NameResolver implements SliceWatch.Observer {

  private static final Logger logger = LoggerFactory.getLogger("grpc.client");

  private final KubernetesService service;
  private final SliceWatch watch;
  private @Nullable Listener2 listener;
  private @Nullable Selection last;
  private boolean known;
  private boolean toldOfOthers;

  KubernetesResolver(KubernetesService service, Backoff backoff, Ticker ticker, Args args) {
    this.service = service;
    ApiServer server = new ApiServer(service, Objects.requireNonNull(args.getOffloadExecutor()));
    SliceWatch.Timing timing =
        new SliceWatch.Timing(
            args.getSynchronizationContext(), args.getScheduledExecutorService(), ticker, backoff);
    this.watch = new SliceWatch(server, service, timing, this);
  }

  @Override
  public String getServiceAuthority() {
    return service.authority();
  }

  @Override
  public void start(Listener2 newListener) {
    listener = newListener;
    watch.start();
  }

  /** Connections fail: either pods went, which the watch tells, or the watch is dead too. */
  @Override
  public void refresh() {
    watch.renew();
  }

  @Override
  public void shutdown() {
    watch.stop();
  }

  @Override
  public void slices(Collection<Slice> all) {
    known = true;
    if (!toldOfOthers && all.stream().anyMatch(slice -> !slice.understood())) {
      toldOfOthers = true;
      logger.warn("EndpointSlices of the {} that hold no IP addresses are left out", service);
    }
    publish(Selection.of(service, all));
  }

  @Override
  public void failed(String why) {
    if (!known) {
      publish(Selection.failure(why));
    }
  }

  private void publish(Selection selection) {
    if (selection.equals(last)) {
      return;
    }
    last = selection;
    StatusOr<List<EquivalentAddressGroup>> result =
        selection.addresses().isEmpty()
            ? StatusOr.fromStatus(
                Status.UNAVAILABLE.withDescription(ApiServerException.oneLine(selection.problem())))
            : StatusOr.fromValue(
                selection.addresses().stream().map(EquivalentAddressGroup::new).toList());
    Objects.requireNonNull(listener)
        .onResult2(ResolutionResult.newBuilder().setAddressesOrError(result).build());
  }
}
