package dev.grapnel.client.resolver;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How a name becomes addresses. */
@FunctionalInterface
interface Lookup extends AutoCloseable {

  /** Asks the JDK: its hosts file, its name servers, its cache. */
  Lookup JDK = host -> CompletableFuture.completedFuture(List.of(InetAddress.getAllByName(host)));

  /**
   * Finds the addresses of a host. Called where blocking is allowed.
   *
   * @param host a name or an address
   * @return the addresses, at least one; fails with {@link java.net.UnknownHostException} where
   *     there is none, else with the reason as its message
   * @throws Exception instead of a stage that fails
   */
  CompletionStage<List<InetAddress>> addresses(String host) throws Exception;

  @Override
  default void close() {}
}
