package dev.grapnel.interceptors.metrics;

import com.sun.net.httpserver.HttpServer;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.config.OptionalLibrary;
import dev.grapnel.core.lifecycle.Lifecycle;
import dev.grapnel.core.lifecycle.LifecycleState;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a registry to Prometheus: {@code http://host:port/metrics}, over plain HTTP on a port of
 * its own.
 *
 * <pre>{@code
 * PrometheusMeterRegistry registry = PrometheusEndpoint.registry();
 * try (PrometheusEndpoint endpoint = PrometheusEndpoint.builder(registry).port(9464).build()) {
 *   endpoint.start();
 * }
 * }</pre>
 *
 * <p>GET and HEAD of {@code /metrics}; 405 to other methods, 404 to other paths, 500 if the
 * registry cannot be read. The format is OpenMetrics, which shows exemplars, for those whose {@code
 * Accept} prefers it, else the Prometheus text format.
 *
 * <p>At most 8 exchanges run at once, on daemon threads; one that takes longer than 5 s, because
 * its client sends or reads slowly, is ended. Connections without a request hold no thread, and the
 * JDK closes them after 30 s. There is no authentication and no TLS: who can connect can read.
 * Thread-safe.
 */
public final class PrometheusEndpoint implements Lifecycle {

  private static final Logger logger = LoggerFactory.getLogger("grpc.metrics");

  private record Running(HttpServer http, ScrapeThreads threads) {}

  private final PrometheusMeterRegistry registry;
  private final String host;
  private final int wantedPort;
  private final Duration exchangeLimit;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile LifecycleState state = LifecycleState.NEW;
  private volatile int port = -1;
  private @Nullable Running running;

  private PrometheusEndpoint(Builder settings) {
    this.registry = settings.registry;
    this.host = settings.host;
    this.wantedPort = settings.port;
    this.exchangeLimit = settings.exchangeLimit;
  }

  /**
   * Makes a registry whose exemplars carry the trace of the gRPC call that runs, see {@link
   * CallSpanContext}.
   *
   * @return a new registry, with no meters
   */
  public static PrometheusMeterRegistry registry() {
    return OptionalLibrary.using(
        "io.micrometer:micrometer-registry-prometheus",
        () ->
            new PrometheusMeterRegistry(
                PrometheusConfig.DEFAULT,
                new PrometheusRegistry(),
                Clock.SYSTEM,
                CallSpanContext.create()));
  }

  /**
   * Begins an endpoint.
   *
   * @param registry what is served; stays open
   * @return a builder
   */
  public static Builder builder(PrometheusMeterRegistry registry) {
    return new Builder(registry);
  }

  @Override
  public LifecycleState state() {
    return state;
  }

  /**
   * Listens.
   *
   * @throws IllegalStateException if it was started or closed before
   * @throws UncheckedIOException if it cannot listen there; it names host and port and what to do
   */
  @Override
  public synchronized void start() {
    if (state != LifecycleState.NEW) {
      throw new IllegalStateException(
          "the Prometheus endpoint is " + state + ": an endpoint is started once");
    }
    state = LifecycleState.STARTING;
    try {
      HttpServer http = HttpServer.create(address(), 0);
      ScrapeThreads threads = new ScrapeThreads(exchangeLimit);
      http.setExecutor(threads);
      http.createContext("/", new ScrapeHandler(registry));
      startAsDaemon(http, threads);
      running = new Running(http, threads);
      port = http.getAddress().getPort();
      state = LifecycleState.SERVING;
    } catch (IOException failure) {
      end();
      throw new UncheckedIOException(startFailure(failure), failure);
    }
    logger.info("metrics are served at http://{}:{}{}", host, port, ScrapeHandler.PATH);
  }

  /** The JDK's dispatcher is a daemon if the thread that starts it is: it must not hold the JVM. */
  private static void startAsDaemon(HttpServer http, ScrapeThreads threads) {
    CompletableFuture.runAsync(http::start, threads).join();
  }

  private String startFailure(IOException failure) {
    return "the Prometheus endpoint cannot listen on %s:%d (%s): "
            .formatted(host, wantedPort, failure.getMessage())
        + "expected a free port and an address of this machine; choose another by host(…) or"
        + " port(…), where 0 means any, or stop the program that holds it";
  }

  private InetSocketAddress address() throws IOException {
    InetSocketAddress address = new InetSocketAddress(host, wantedPort);
    if (address.isUnresolved()) {
      throw new IOException("no such host");
    }
    return address;
  }

  /**
   * Returns the port that it listens on.
   *
   * @return the port; the real one if 0 was chosen
   * @throws IllegalStateException if it was not started
   */
  public int port() {
    if (port < 0) {
      throw new IllegalStateException(
          "the Prometheus endpoint has no port before start() has returned");
    }
    return port;
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    return stopped.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Lets scrapes that run finish for up to a second, then stops; a second time does nothing. */
  @Override
  public synchronized void close() {
    Running ended = running;
    running = null;
    if (ended != null) {
      state = LifecycleState.DRAINING;
      ended.threads().drain();
      ended.http().stop(0);
      ended.threads().stop();
    }
    end();
  }

  private void end() {
    state = LifecycleState.STOPPED;
    stopped.countDown();
  }

  /** Builds a {@link PrometheusEndpoint}. Not thread-safe. */
  public static final class Builder {

    private final PrometheusMeterRegistry registry;
    private String host = "127.0.0.1";
    private int port = 9464;
    private Duration exchangeLimit = Duration.ofSeconds(5);

    private Builder(PrometheusMeterRegistry registry) {
      this.registry = Objects.requireNonNull(registry, "registry");
    }

    /**
     * Chooses the address to listen on. The default is {@code 127.0.0.1}: metrics tell strangers
     * which methods there are and how busy they are, and nobody is asked who he is. Where
     * Prometheus runs elsewhere, as in Kubernetes, choose {@code 0.0.0.0} and let the network keep
     * others out.
     *
     * @param host a name or address of this machine; {@code 0.0.0.0} and {@code ::} mean all
     * @return this builder
     */
    public Builder host(String host) {
      this.host = host;
      return this;
    }

    /**
     * Chooses the port. The default is 9464, which is customary for Prometheus exporters.
     *
     * @param port 0 to 65535; 0 means any free one, see {@link PrometheusEndpoint#port()}
     * @return this builder
     */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    Builder exchangeLimit(Duration limit) {
      this.exchangeLimit = limit;
      return this;
    }

    /**
     * Checks everything at once.
     *
     * @return an endpoint that is not started yet
     * @throws ConfigException if something is wrong; it tells all of it
     */
    public PrometheusEndpoint build() {
      List<String> problems = new ArrayList<>();
      if (host.isBlank()) {
        problems.add("host is blank: expected an address of this machine, for example 127.0.0.1");
      }
      if (port < 0 || port > 65_535) {
        problems.add("port is %d: expected 0 to 65535".formatted(port));
      }
      ConfigException.throwIfAny(problems);
      return new PrometheusEndpoint(this);
    }
  }
}
