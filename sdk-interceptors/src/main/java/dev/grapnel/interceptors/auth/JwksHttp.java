package dev.grapnel.interceptors.auth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Gets a document over HTTP: small, in time, from the one place that was configured.
 *
 * <p>The JDK's own timeout ends with the headers of the response, so the whole exchange has one.
 */
final class JwksHttp implements JwksKeys.Origin {

  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

  private static final int LARGEST = 256 * 1024;
  private static final int OK = 200;

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");

  private final URI uri;
  private final HttpRequest request;
  private final HttpClient client;
  private final Duration timeout;

  private JwksHttp(URI uri, Duration timeout) {
    this.uri = uri;
    this.timeout = timeout;
    this.request = HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
    this.client =
        HttpClient.newBuilder().connectTimeout(timeout).followRedirects(Redirect.NEVER).build();
  }

  /**
   * Chooses the place.
   *
   * @throws IllegalArgumentException if it is not https, nor http on loopback, or has a password
   */
  static JwksHttp at(URI uri, Duration timeout) {
    String host = uri.getHost();
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    boolean local =
        "http".equalsIgnoreCase(uri.getScheme())
            && host != null
            && LOOPBACK.matcher(host).matches();
    if (host == null || !(secure || local) || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the key set is at %s: expected https://host/…, or http://localhost/…, without a password"
              .formatted(describe(uri)));
    }
    return new JwksHttp(uri, timeout);
  }

  @Override
  public CompletableFuture<byte[]> fetch() {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, head -> new BoundedBody(LARGEST));
    return exchange
        .thenApply(JwksHttp::body)
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((body, failure) -> exchange.cancel(true));
  }

  private static byte[] body(HttpResponse<byte[]> response) {
    if (response.statusCode() != OK) {
      throw new CompletionException(
          new IOException("the answer has HTTP status " + response.statusCode()));
    }
    return response.body();
  }

  /** Without query and password. */
  @Override
  public String toString() {
    return describe(uri);
  }

  private static String describe(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }
}
