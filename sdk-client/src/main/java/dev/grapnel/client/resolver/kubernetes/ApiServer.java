package dev.grapnel.client.resolver.kubernetes;

import com.google.gson.JsonParseException;
import dev.grapnel.client.resolver.kubernetes.ApiServerException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server for the slices of a service, over HTTPS and with the token of the moment.
 * Futures fail with {@link ApiServerException} and end the request when they are cancelled or
 * completed from outside. Thread-safe.
 *
 * <p>HTTP/1.1 on purpose: a watch that is given up takes its connection along. Over HTTP/2 the next
 * one would be sent into the same, perhaps dead, connection.
 */
final class ApiServer {

  private static final int LARGEST_PAGE = 16 << 20;
  private static final int LARGEST_EVENT = 4 << 20;
  private static final int LARGEST_REFUSAL = 64 << 10;
  private static final int LARGEST_FILE = 1 << 20;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  /** An HTTP client and the certificates that it trusts. */
  private record Connector(String trusted, HttpClient http) {}

  private final KubernetesService service;
  private final Executor executor;
  private @Nullable Connector connector;
  private volatile boolean closed;

  ApiServer(KubernetesService service, Executor executor) {
    this.service = service;
    this.executor = executor;
  }

  /**
   * Lists slices.
   *
   * @param next what the page before told; empty for the first
   */
  CompletableFuture<SliceJson.Page> list(String next) {
    String more = next.isEmpty() ? "" : "&continue=" + encode(next);
    return get(
        service.slices() + "&limit=500" + more,
        info -> BoundedBody.whole(info.statusCode() == 200 ? LARGEST_PAGE : LARGEST_REFUSAL),
        SliceJson::page);
  }

  /**
   * Follows the slices. The future is completed when the server ends the watch.
   *
   * @param opened told once, before the first event
   * @param events told one after the other; what it throws ends the watch
   */
  CompletableFuture<byte[]> watch(
      String resourceVersion, Duration timeout, Runnable opened, Consumer<SliceJson.Event> events) {
    String uri =
        service.slices()
            + "&watch=true&allowWatchBookmarks=true&resourceVersion="
            + encode(resourceVersion)
            + "&timeoutSeconds="
            + timeout.toSeconds();
    HttpResponse.BodyHandler<byte[]> handler =
        info -> {
          if (info.statusCode() != 200) {
            return BoundedBody.whole(LARGEST_REFUSAL);
          }
          opened.run();
          return BoundedBody.lines(
              LARGEST_EVENT,
              line -> events.accept(SliceJson.event(new String(line, StandardCharsets.UTF_8))));
        };
    return get(uri, handler, Function.identity());
  }

  /**
   * Lets go of the connections. Before Java 21 an HTTP client cannot be closed: its thread ends
   * when it is collected as garbage, so nothing may refer to it any longer.
   */
  synchronized void close() {
    closed = true;
    connector = null;
  }

  private <T> CompletableFuture<T> get(
      String uri, HttpResponse.BodyHandler<byte[]> handler, Function<byte[], T> reader) {
    CompletableFuture<T> result = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            link(result, http().sendAsync(request(uri), handler), reader);
          } catch (IOException | RuntimeException e) {
            result.completeExceptionally(failure(e));
          }
        });
    return result;
  }

  private HttpRequest request(String uri) throws IOException {
    return HttpRequest.newBuilder(URI.create(uri))
        .header("Authorization", "Bearer " + token())
        .header("Accept", "application/json")
        .build();
  }

  private <T> void link(
      CompletableFuture<T> result,
      CompletableFuture<HttpResponse<byte[]>> sent,
      Function<byte[], T> reader) {
    var unused = result.whenComplete((value, failure) -> sent.cancel(true));
    var unusedToo = sent.whenComplete((answer, failure) -> finish(result, answer, failure, reader));
  }

  private <T> void finish(
      CompletableFuture<T> result,
      @Nullable HttpResponse<byte[]> answer,
      @Nullable Throwable failure,
      Function<byte[], T> reader) {
    try {
      if (answer == null) {
        result.completeExceptionally(failure(failure));
      } else if (answer.statusCode() != 200) {
        String message = SliceJson.message(answer.body());
        result.completeExceptionally(refusal(answer.statusCode(), message));
      } else {
        result.complete(reader.apply(answer.body()));
      }
    } catch (RuntimeException e) {
      result.completeExceptionally(failure(e));
    }
  }

  private ApiServerException failure(@Nullable Throwable failure) {
    String text = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiServerException known) {
        return known;
      }
      if (cause instanceof JsonParseException) {
        return new ApiServerException(
            Kind.REFUSED,
            "the Kubernetes API server sends malformed JSON: " + cause.getMessage(),
            failure);
      }
      // The outermost text is the clearest; exceptions of the JDK's client often have none.
      if (text.isEmpty() && cause.getMessage() != null) {
        text = ": " + cause.getMessage();
      }
    }
    return new ApiServerException(
        Kind.UNREACHABLE,
        "the Kubernetes API server " + service.apiServer() + " cannot be reached" + text,
        failure);
  }

  /** Says which right is missing, for instance. */
  private ApiServerException refusal(int status, String message) {
    String what =
        switch (status) {
          case 401 -> "does not accept the token of " + service.tokenFile();
          case 403 ->
              "does not let the service account follow the "
                  + service
                  + ": grant it the verbs list and watch on endpointslices of discovery.k8s.io";
          case 404 -> "has no EndpointSlices: expected discovery.k8s.io/v1, since Kubernetes 1.21";
          default -> "cannot answer";
        };
    Kind kind =
        switch (status) {
          case 410 -> Kind.EXPIRED;
          case 429, 502, 503 -> Kind.UNREACHABLE;
          default -> Kind.REFUSED;
        };
    return new ApiServerException(
        kind,
        "the Kubernetes API server "
            + what
            + " (status "
            + status
            + (message.isEmpty() ? ")" : ": " + message + ")"),
        null);
  }

  private HttpClient http() throws IOException {
    String trusted = read("certificate", service.caFile());
    synchronized (this) {
      if (closed) {
        throw new IOException("closed");
      }
      if (connector == null || !connector.trusted().equals(trusted)) {
        connector = new Connector(trusted, connect(trusted));
      }
      return connector.http();
    }
  }

  private HttpClient connect(String trusted) throws ApiServerException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .sslContext(Trust.only(service.caFile(), trusted))
        .executor(this::execute)
        .build();
  }

  /** The channel takes its executor back when it ends, a little before the connections do. */
  private void execute(Runnable task) {
    (closed ? ForkJoinPool.commonPool() : executor).execute(task);
  }

  private String token() throws IOException {
    String token = read("token", service.tokenFile()).strip();
    if (!TOKEN.matcher(token).matches()) {
      // Its text must not show up anywhere, as it would in what the JDK says of a bad header.
      throw new ApiServerException(
          Kind.REFUSED,
          "the Kubernetes token file "
              + service.tokenFile()
              + " holds no token: expected one word of visible ASCII characters",
          null);
    }
    return token;
  }

  private static String read(String what, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LARGEST_FILE), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new ApiServerException(
          Kind.REFUSED, "the Kubernetes " + what + " file " + file + " cannot be read", e);
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
