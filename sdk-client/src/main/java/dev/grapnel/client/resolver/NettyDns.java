package dev.grapnel.client.resolver;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DefaultDnsCache;
import io.netty.resolver.dns.DefaultDnsCnameCache;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Asks name servers and remembers their answers for as long as those say, within bounds. With
 * {@code NettyTransport} the only class of the client that knows Netty.
 *
 * <p>All of them share one daemon thread, which ends with the last.
 */
final class NettyDns implements Lookup {

  private static final int SHORTEST_TTL_SECONDS = 1;
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

  /** NOERROR: there are records, but none of an address. */
  private static final Set<DnsResponseCode> NO_SUCH_HOST =
      Set.of(DnsResponseCode.NXDOMAIN, DnsResponseCode.NOERROR);

  private static @Nullable EventLoopGroup shared;
  private static int users;

  private final DnsNameResolver resolver;
  private final AtomicBoolean closed = new AtomicBoolean();

  private NettyDns(DnsNameResolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Opens a way to the name server given, else to those of this machine, with its hosts file and
   * search domains.
   *
   * @param longestTtl whole seconds; longer times to live are cut to it
   */
  static NettyDns open(Optional<InetSocketAddress> nameServer, Duration longestTtl) {
    int longest = Math.toIntExact(longestTtl.toSeconds());
    DnsNameResolverBuilder builder =
        new DnsNameResolverBuilder(acquire().next())
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class)
            .queryTimeoutMillis(QUERY_TIMEOUT.toMillis())
            .completeOncePreferredResolved(false)
            .resolveCache(new DefaultDnsCache(SHORTEST_TTL_SECONDS, longest, 0))
            .cnameCache(new DefaultDnsCnameCache(SHORTEST_TTL_SECONDS, longest));
    nameServer.ifPresent(
        server -> builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(server)));
    try {
      return new NettyDns(builder.build());
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  @Override
  public CompletionStage<List<InetAddress>> addresses(String host) {
    if (closed.get()) {
      return CompletableFuture.failedFuture(new UnknownHostException("closed"));
    }
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    resolver
        .resolveAll(host)
        .addListener(
            (Future<List<InetAddress>> answer) -> {
              if (answer.isSuccess()) {
                found.complete(answer.getNow());
              } else {
                found.completeExceptionally(reason(answer.cause()));
              }
            });
    return found;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      resolver.close();
      release();
    }
  }

  private static Exception reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DnsNameResolverTimeoutException timeout) {
        return new IOException(
            "name server "
                + NetUtil.toSocketAddressString(timeout.remoteAddress())
                + " did not answer within "
                + QUERY_TIMEOUT.toSeconds()
                + " s");
      }
      if (cause instanceof DnsErrorCauseException answer
          && !NO_SUCH_HOST.contains(answer.getCode())) {
        return new IOException("the name server answered " + answer.getCode());
      }
    }
    return failure instanceof UnknownHostException unknown
        ? unknown
        : new IOException(String.valueOf(failure.getMessage()), failure);
  }

  private static synchronized EventLoopGroup acquire() {
    if (shared == null) {
      shared =
          new MultiThreadIoEventLoopGroup(
              1, new DefaultThreadFactory("grapnel-dns", true), NioIoHandler.newFactory());
    }
    users++;
    return shared;
  }

  private static synchronized void release() {
    users--;
    if (users == 0 && shared != null) {
      // Netty logs an error for a look-up that begins in this moment, unless it is let in.
      var unused = shared.shutdownGracefully(1, QUERY_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      shared = null;
    }
  }
}
