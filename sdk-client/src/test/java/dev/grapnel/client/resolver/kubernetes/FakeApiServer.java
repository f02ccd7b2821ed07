package dev.grapnel.client.resolver.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.grapnel.core.security.TlsMaterial;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An API server that knows the slices of one service: lists pages of them, and is watched. */
final class FakeApiServer implements AutoCloseable {

  /** What the server saw of a request. */
  record Request(String path, Map<String, String> query, String authorization) {

    boolean isWatch() {
      return query.containsKey("watch");
    }
  }

  private record Refusal(int status, String body) {}

  private record Reception(Refusal refusal, int era) {}

  private record Change(int version, String line) {}

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> hangUps = new LinkedBlockingQueue<>();
  private final Map<String, String> slices = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private int version = 100;
  private int oldest;
  private int pageSize = 500;
  private int watchEra;

  private FakeApiServer(HttpsServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  static FakeApiServer start(TlsMaterial.Identity identity) throws Exception {
    return start(identity, "127.0.0.1");
  }

  static FakeApiServer start(TlsMaterial.Identity identity, String host) throws Exception {
    HttpsServer server = HttpsServer.create(new InetSocketAddress(host, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(identity)));
    return new FakeApiServer(server);
  }

  URI uri() {
    return URI.create("https://" + server.getAddress().getHostString() + ":" + port());
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Adds a slice or changes it. */
  synchronized void put(String name, SliceText slice) {
    version++;
    String json = slice.json(name, version);
    boolean isNew = slices.put(name, json) == null;
    change(isNew ? "ADDED" : "MODIFIED", json);
  }

  synchronized void remove(String name) {
    version++;
    slices.remove(name);
    change("DELETED", new SliceText("IPv4").json(name, version));
  }

  /** Counts versions up as if other objects of the cluster changed, and tells the watches. */
  synchronized int bookmark() {
    version += 1000;
    change("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"" + version + "\"}}");
    return version;
  }

  /** Sends a line to all watches. */
  synchronized void send(String line) {
    changes.add(new Change(++version, line));
    notifyAll();
  }

  synchronized void endWatches() {
    watchEra++;
    notifyAll();
  }

  /** Forgets all that happened, so that no watch can begin before now. */
  synchronized void compact() {
    version++;
    oldest = version;
    changes.clear();
  }

  synchronized void pageSize(int size) {
    pageSize = size;
  }

  /** Refuses the next request. */
  synchronized void refuse(int status, String body) {
    refusals.add(new Refusal(status, body));
  }

  /** Refuses the next request in the words of Kubernetes. */
  void refuse(int status) {
    refuse(
        status,
        "{\"kind\":\"Status\",\"code\":%d,\"message\":\"said by\\nthe server\"}".formatted(status));
  }

  Request nextRequest() throws InterruptedException {
    Request request = requests.poll(20, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  Request nextWatch() throws InterruptedException {
    Request request = nextRequest();
    while (!request.isWatch()) {
      request = nextRequest();
    }
    return request;
  }

  /** How many requests came that nobody asked for by {@link #nextRequest()}. */
  int unseenRequests() {
    return requests.size();
  }

  /** Waits until a client was found to be gone, for which something must be sent to it. */
  boolean sawHangUp() throws InterruptedException {
    return hangUps.poll(20, TimeUnit.MILLISECONDS) != null;
  }

  @Override
  public void close() {
    endWatches();
    server.stop(0);
    threads.shutdownNow();
  }

  private void change(String type, String json) {
    changes.add(new Change(version, "{\"type\":\"" + type + "\",\"object\":" + json + "}"));
    notifyAll();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestURI().getPath(),
              query(exchange.getRequestURI().getRawQuery()),
              exchange.getRequestHeaders().getFirst("Authorization"));
      Reception reception = receive(request);
      Refusal refusal = reception.refusal();
      if (refusal != null) {
        whole(exchange, refusal.status(), refusal.body());
      } else if (request.isWatch()) {
        watch(exchange, Integer.parseInt(request.query().get("resourceVersion")), reception.era());
      } else {
        whole(exchange, 200, page(request.query().getOrDefault("continue", "0")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In one step: what a test says after it saw a request concerns later ones. */
  private synchronized Reception receive(Request request) {
    Reception reception = new Reception(refusal(request), watchEra);
    requests.add(request);
    return reception;
  }

  private Refusal refusal(Request request) {
    if (!refusals.isEmpty()) {
      return refusals.remove(0);
    }
    boolean gone =
        request.isWatch() && Integer.parseInt(request.query().get("resourceVersion")) < oldest;
    return gone ? new Refusal(410, "{\"code\":410,\"message\":\"too old\"}") : null;
  }

  private synchronized String page(String next) {
    int begin = Integer.parseInt(next);
    List<String> all = List.copyOf(slices.values());
    int end = Math.min(begin + pageSize, all.size());
    return "{\"metadata\":{\"resourceVersion\":\"%d\",\"continue\":\"%s\"},\"items\":%s}\n"
        .formatted(
            version,
            end < all.size() ? end : "",
            all.isEmpty() ? "null" : all.subList(begin, end).toString());
  }

  private void watch(HttpExchange exchange, int from, int era)
      throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.flush();
    int sent = from;
    try {
      for (Change change = next(sent, era); change != null; change = next(sent, era)) {
        sent = change.version();
        out.write((change.line() + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      hangUps.add(String.valueOf(e.getMessage()));
    }
  }

  /** What comes after a version; null when the watch is to end, which it does not in between. */
  private synchronized Change next(int after, int era) throws InterruptedException {
    while (true) {
      for (Change change : changes) {
        if (change.version() > after) {
          return change;
        }
      }
      if (era != watchEra) {
        return null;
      }
      wait();
    }
  }

  private static void whole(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(String raw) {
    return List.of(raw.split("&")).stream()
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static SSLContext context(TlsMaterial.Identity identity) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream chain = Files.newInputStream(identity.certificateChain());
        InputStream key = Files.newInputStream(identity.privateKey())) {
      store.setKeyEntry(
          "server",
          CertificateUtils.getPrivateKey(key),
          new char[0],
          CertificateUtils.getX509Certificates(chain));
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
