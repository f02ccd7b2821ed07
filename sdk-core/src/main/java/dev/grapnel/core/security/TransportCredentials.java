package dev.grapnel.core.security;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * grpc-java credentials made from a {@link TransportSecurity}; they follow their files until
 * closed. Thread-safe.
 *
 * @param <C> {@link ServerCredentials} or {@link ChannelCredentials}
 */
public final class TransportCredentials<C> implements AutoCloseable {

  private final C credentials;
  private final @Nullable ReloadingTls tls;
  private final Duration reloadInterval;
  private @Nullable ScheduledExecutorService watcher;

  private TransportCredentials(C credentials, @Nullable ReloadingTls tls, Duration reloadInterval) {
    this.credentials = credentials;
    this.tls = tls;
    this.reloadInterval = reloadInterval;
  }

  /**
   * Makes credentials for a server; reads their files.
   *
   * @param security how connections are protected; TLS needs an identity
   * @return the credentials, to be closed with the server
   * @throws TlsException if a file is missing, unreadable or does not fit; names it
   */
  public static TransportCredentials<ServerCredentials> server(TransportSecurity security) {
    if (security instanceof TransportSecurity.Tls tls) {
      TlsMaterial material =
          tls.material()
              .filter(files -> files.identity().isPresent())
              .orElseThrow(TransportCredentials::noIdentity);
      return server(material, TlsServerCredentials.ClientAuth.NONE);
    }
    if (security instanceof TransportSecurity.MutualTls mutual) {
      requireIdentity(mutual.material());
      if (mutual.material().trustedCertificates().isEmpty()) {
        throw new TlsException(
            "a server with mutual TLS needs the authorities that clients must be signed by:"
                + " use TlsMaterial.identity(…).trusting(file)",
            null);
      }
      return server(mutual.material(), TlsServerCredentials.ClientAuth.REQUIRE);
    }
    return unwatched(InsecureServerCredentials.create());
  }

  /**
   * Makes credentials for a client; reads their files.
   *
   * @param security how connections are protected; mutual TLS needs an identity
   * @return the credentials, to be closed with the client
   * @throws TlsException if a file is missing, unreadable or does not fit; names it
   */
  public static TransportCredentials<ChannelCredentials> channel(TransportSecurity security) {
    if (security instanceof TransportSecurity.Tls tls) {
      return tls.material()
          .map(TransportCredentials::channel)
          .orElseGet(() -> unwatched(TlsChannelCredentials.create()));
    }
    if (security instanceof TransportSecurity.MutualTls mutual) {
      requireIdentity(mutual.material());
      return channel(mutual.material());
    }
    return unwatched(InsecureChannelCredentials.create());
  }

  /**
   * Returns the credentials.
   *
   * @return what grpc-java's builders take
   */
  public C credentials() {
    return credentials;
  }

  /**
   * Returns when our own certificate ends.
   *
   * @return the end of its validity; empty where none is shown
   */
  public Optional<Instant> certificateExpiry() {
    return Optional.ofNullable(tls)
        .map(ReloadingTls::expiry)
        .filter(end -> !end.equals(Instant.MAX));
  }

  /** Begins to look at the files for changes, on a daemon thread; until {@link #close()}. */
  public synchronized void watch() {
    if (tls == null || watcher != null) {
      return;
    }
    watcher = Executors.newSingleThreadScheduledExecutor(TransportCredentials::watcherThread);
    long interval = reloadInterval.toNanos();
    var unused =
        watcher.scheduleWithFixedDelay(tls::reload, interval, interval, TimeUnit.NANOSECONDS);
  }

  /** Looks at the files now instead of at the next interval. */
  public void reload() {
    if (tls != null) {
      tls.reload();
    }
  }

  /** Stops watching; the credentials stay usable as they are. */
  @Override
  public synchronized void close() {
    if (watcher != null) {
      watcher.shutdownNow();
    }
  }

  private static TransportCredentials<ServerCredentials> server(
      TlsMaterial material, TlsServerCredentials.ClientAuth clientAuth) {
    ReloadingTls tls = new ReloadingTls(material);
    TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder().clientAuth(clientAuth);
    tls.keyManager().ifPresent(builder::keyManager);
    tls.trustManager().ifPresent(builder::trustManager);
    return new TransportCredentials<>(builder.build(), tls, material.reloadInterval());
  }

  private static TransportCredentials<ChannelCredentials> channel(TlsMaterial material) {
    ReloadingTls tls = new ReloadingTls(material);
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    tls.keyManager().ifPresent(builder::keyManager);
    tls.trustManager().ifPresent(builder::trustManager);
    return new TransportCredentials<>(builder.build(), tls, material.reloadInterval());
  }

  private static <C> TransportCredentials<C> unwatched(C credentials) {
    return new TransportCredentials<>(credentials, null, TlsMaterial.DEFAULT_RELOAD_INTERVAL);
  }

  private static void requireIdentity(TlsMaterial material) {
    if (material.identity().isEmpty()) {
      throw noIdentity();
    }
  }

  private static Thread watcherThread(Runnable task) {
    Thread thread = new Thread(task, "grapnel-tls-reload");
    thread.setDaemon(true);
    return thread;
  }

  private static TlsException noIdentity() {
    return new TlsException(
        "TLS needs a certificate and its private key: use TlsMaterial.identity(certificate, key)",
        null);
  }
}
