package dev.grapnel.core.security;

import dev.grapnel.core.lifecycle.Vital;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.ServerTransportFilter;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * grpc-java credentials made from a {@link TransportSecurity}; they follow their files until
 * closed. Thread-safe.
 *
 * @param <C> {@link ServerCredentials} or {@link ChannelCredentials}
 */
public final class TransportCredentials<C> implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger("grpc.tls");

  private final C credentials;
  private final @Nullable ReloadingTls tls;
  private final Duration reloadInterval;
  private final List<ServerTransportFilter> transportFilters;
  private final List<Vital> vitals;
  private @Nullable ScheduledExecutorService watcher;
  private boolean closed;

  private TransportCredentials(
      C credentials,
      @Nullable ReloadingTls tls,
      Duration reloadInterval,
      List<ServerTransportFilter> transportFilters,
      List<Vital> vitals) {
    this.credentials = credentials;
    this.tls = tls;
    this.reloadInterval = reloadInterval;
    this.transportFilters = transportFilters;
    this.vitals = vitals;
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
   * Returns when our own certificate chain ends.
   *
   * @return the end of the first of its certificates to end; empty where none is shown
   */
  public Optional<Instant> certificateExpiry() {
    return tls == null ? Optional.empty() : tls.expiry();
  }

  /**
   * Returns what a server has to add to its transport: with mutual TLS a filter that ends
   * connections whose client is not trusted any more and came in by resuming an older TLS session.
   *
   * @return filters, to be added before others; empty without mutual TLS and for clients
   */
  public List<ServerTransportFilter> transportFilters() {
    return transportFilters;
  }

  /**
   * Returns what the credentials of a server tell of themselves: the time until its certificate
   * ends, and how many changes of the files were taken over and refused.
   *
   * @return the numbers; empty for plaintext and for clients
   */
  public List<Vital> vitals() {
    return vitals;
  }

  /**
   * Begins to look at the files, once each reload interval, on a daemon thread; until {@link
   * #close()}. A change is acted upon when it stands at two looks in a row, so that half-written
   * files and a key that comes before its certificate are waited for. Files that cannot be used are
   * logged once by {@code grpc.tls} while the old ones stay in use: those that are missing or
   * damaged, a key that does not belong to the certificate, a chain that has ended or not begun.
   * Connections stay up; new ones use the new files. Also warns, now and then once a day, of a
   * certificate in use that ends within 14 days.
   */
  public synchronized void watch() {
    if (tls == null || watcher != null || closed) {
      return;
    }
    tls.remind();
    watcher = Executors.newSingleThreadScheduledExecutor(TransportCredentials::watcherThread);
    long interval = TimeUnit.NANOSECONDS.convert(reloadInterval);
    var unused =
        watcher.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.NANOSECONDS);
  }

  /** Takes over changed files at once; bad ones are logged while the old ones stay in use. */
  public void reload() {
    if (tls != null) {
      tls.reload();
    }
  }

  /** What the watcher does each interval. */
  void look() {
    try {
      if (tls != null) {
        tls.look();
      }
    } catch (Throwable e) {
      // A task that throws is not scheduled again.
      logger.warn("TLS files could not be looked at", e);
    }
  }

  /** Stops watching; the credentials stay usable as they are. */
  @Override
  public synchronized void close() {
    closed = true;
    if (watcher != null) {
      watcher.shutdownNow();
    }
  }

  private static TransportCredentials<ServerCredentials> server(
      TlsMaterial material, TlsServerCredentials.ClientAuth clientAuth) {
    ReloadingTls tls = new ReloadingTls(material);
    TlsServerCredentials.Builder builder = TlsServerCredentials.newBuilder().clientAuth(clientAuth);
    tls.keyManager().ifPresent(builder::keyManager);
    List<ServerTransportFilter> filters = new ArrayList<>();
    if (clientAuth == TlsServerCredentials.ClientAuth.REQUIRE) {
      ClientTrust trust = new ClientTrust(tls.trustManager().orElseThrow());
      builder.trustManager(trust);
      filters.add(trust.filter());
    }
    return new TransportCredentials<>(
        builder.build(), tls, material.reloadInterval(), List.copyOf(filters), tls.serverVitals());
  }

  private static TransportCredentials<ChannelCredentials> channel(TlsMaterial material) {
    ReloadingTls tls = new ReloadingTls(material);
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    tls.keyManager().ifPresent(builder::keyManager);
    tls.trustManager().ifPresent(builder::trustManager);
    return new TransportCredentials<>(
        builder.build(), tls, material.reloadInterval(), List.of(), List.of());
  }

  private static <C> TransportCredentials<C> unwatched(C credentials) {
    return new TransportCredentials<>(
        credentials, null, TlsMaterial.DEFAULT_RELOAD_INTERVAL, List.of(), List.of());
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
