package dev.grapnel.client.resolver.kubernetes;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the user says of a service; what is null is taken from the pod. */
record ServiceSettings(
    String service,
    @Nullable String namespace,
    @Nullable String port,
    @Nullable String apiServer,
    @Nullable String tokenFile,
    @Nullable String caFile) {

  static final String SCHEME = "kubernetes";

  private static final Pattern PATH = Pattern.compile("/([^.:/]+)(?:\\.([^.:/]+))?(?::([^:/]+))?");

  /** What Kubernetes calls a DNS label: services, namespaces and ports are named by one. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private static final Pattern NUMBER = Pattern.compile("-?\\d+");
  private static final List<String> KEYS = List.of("apiServer", "tokenFile", "caFile");

  static @Nullable ServiceSettings parse(String target, List<String> problems) {
    Matcher path;
    Map<String, String> query;
    try {
      URI uri = new URI(target);
      path = PATH.matcher(uri.getPath() == null ? "" : uri.getPath());
      query = query(uri.getRawQuery());
      if (!path.matches() || uri.getAuthority() != null || !KEYS.containsAll(query.keySet())) {
        problems.add(malformed(target));
        return null;
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      problems.add(malformed(target));
      return null;
    }
    return new ServiceSettings(
        path.group(1),
        path.group(2),
        path.group(3),
        query.get("apiServer"),
        query.get("tokenFile"),
        query.get("caFile"));
  }

  private static String malformed(String target) {
    return "the target \""
        + withoutUser(target)
        + "\" is malformed: expected kubernetes:///service.namespace:port, such as"
        + " kubernetes:///users.shop:grpc, and no parameters but "
        + String.join(", ", KEYS);
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> values = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        // A plus is a plus in a path, a blank in forms only.
        String value = pair.substring(equals + 1).replace("+", "%2B");
        values.put(
            pair.substring(0, Math.max(equals, 0)),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  String toUri() {
    StringBuilder uri = new StringBuilder(SCHEME).append(":///").append(service);
    if (namespace != null) {
      uri.append('.').append(namespace);
    }
    if (port != null) {
      uri.append(':').append(port);
    }
    List<String> query = new ArrayList<>();
    addTo(query, "apiServer", apiServer);
    addTo(query, "tokenFile", tokenFile);
    addTo(query, "caFile", caFile);
    return uri + (query.isEmpty() ? "" : "?" + String.join("&", query));
  }

  private static void addTo(List<String> query, String key, @Nullable String value) {
    if (value != null) {
      String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
      query.add(key + "=" + encoded.replace("+", "%20").replace("%2F", "/").replace("%3A", ":"));
    }
  }

  /** Fills in what the pod knows; null after a problem. */
  @Nullable KubernetesService complete(InCluster cluster, List<String> problems) {
    int before = problems.size();
    label("service", service, problems);
    if (port != null) {
      checkPort(port, problems);
    }
    URI server = apiServer == null ? cluster.apiServer(problems) : https(apiServer, problems);
    // Outside a cluster there is one problem, not one for each thing that a pod would know.
    String space = namespace == null && server != null ? cluster.namespace(problems) : namespace;
    if (space != null) {
      label("namespace", space, problems);
    }
    Path token = file("tokenFile", tokenFile, cluster.tokenFile(), problems);
    Path ca = file("caFile", caFile, cluster.caFile(), problems);
    if (problems.size() > before || server == null || space == null) {
      return null;
    }
    return new KubernetesService(service, space, port == null ? "" : port, server, token, ca);
  }

  private static void label(String setting, String value, List<String> problems) {
    if (!LABEL.matcher(value).matches()) {
      problems.add(
          "the Kubernetes "
              + setting
              + " is \""
              + value
              + "\": expected up to 63 small letters, digits and dashes");
    }
  }

  private static void checkPort(String port, List<String> problems) {
    if (!NUMBER.matcher(port).matches()) {
      label("port", port, problems);
    } else if (port.length() > 5 || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
      problems.add("the Kubernetes port is " + port + ": expected 1 to 65535");
    }
  }

  private static @Nullable URI https(String apiServer, List<String> problems) {
    try {
      URI uri = new URI(apiServer);
      if ("https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    problems.add(
        "apiServer is \""
            + withoutUser(apiServer)
            + "\": expected https://host:port, for it gets a token");
    return null;
  }

  /** A URI may hold a password. */
  private static String withoutUser(String uri) {
    return uri.replaceAll("//[^/@]*@", "//…@");
  }

  private static Path file(
      String setting, @Nullable String value, Path otherwise, List<String> problems) {
    try {
      return value == null ? otherwise : Path.of(value);
    } catch (InvalidPathException e) {
      problems.add(setting + " is \"" + value + "\": expected a path");
      return otherwise;
    }
  }
}
