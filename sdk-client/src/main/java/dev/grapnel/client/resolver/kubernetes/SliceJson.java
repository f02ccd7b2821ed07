package dev.grapnel.client.resolver.kubernetes;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.annotations.SerializedName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the API server sends; everything but this is left out. Methods throw {@link
 * JsonParseException} where the server does not keep to the API.
 */
final class SliceJson {

  private static final Gson GSON =
      new GsonBuilder().setStrictness(Strictness.STRICT).disableHtmlEscaping().create();

  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  /**
   * Slices of a list.
   *
   * @param next asks for the next part; empty after the last
   */
  record Page(List<Slice> slices, String resourceVersion, String next) {}

  /** A line of a watch. */
  sealed interface Event {}

  /** A slice is new or changed. */
  record Present(Slice slice, String resourceVersion) implements Event {}

  /** A slice is gone. */
  record Absent(String name, String resourceVersion) implements Event {}

  /** Nothing happened up to this version, or nothing that is understood. */
  record Bookmark(String resourceVersion) implements Event {}

  /** The watch failed on the server's side. */
  record Failure(int code, String message) implements Event {}

  private record ListDto(@Nullable MetadataDto metadata, @Nullable List<SliceDto> items) {}

  private record EventDto(@Nullable String type, @Nullable JsonObject object) {}

  private record StatusDto(@Nullable Integer code, @Nullable String message) {}

  private record MetadataDto(
      @Nullable String name,
      @Nullable String resourceVersion,
      @SerializedName("continue") @Nullable String next) {}

  private record SliceDto(
      @Nullable MetadataDto metadata,
      @Nullable String addressType,
      @Nullable List<PodDto> endpoints,
      @Nullable List<PortDto> ports) {}

  private record PodDto(
      @Nullable List<String> addresses,
      @Nullable ConditionsDto conditions,
      @Nullable TargetDto targetRef) {}

  private record ConditionsDto(
      @Nullable Boolean ready, @Nullable Boolean serving, @Nullable Boolean terminating) {}

  private record TargetDto(@Nullable String uid) {}

  private record PortDto(
      @Nullable String name, @Nullable Integer port, @Nullable String protocol) {}

  private SliceJson() {}

  static Page page(byte[] json) {
    ListDto list = read(new String(json, StandardCharsets.UTF_8), ListDto.class);
    MetadataDto metadata = present(list.metadata(), "metadata");
    return new Page(
        items(list.items()).stream().map(SliceJson::slice).toList(),
        present(metadata.resourceVersion(), "resourceVersion"),
        text(metadata.next()));
  }

  static Event event(String line) {
    EventDto event = read(line, EventDto.class);
    JsonObject object = present(event.object(), "object");
    String type = present(event.type(), "type");
    if (type.equals("ERROR")) {
      return failure(object);
    }
    SliceDto slice = GSON.fromJson(object, SliceDto.class);
    MetadataDto metadata = present(slice.metadata(), "metadata");
    String version = present(metadata.resourceVersion(), "resourceVersion");
    return switch (type) {
      case "ADDED", "MODIFIED" -> new Present(slice(slice), version);
      case "DELETED" -> new Absent(present(metadata.name(), "name"), version);
      default -> new Bookmark(version);
    };
  }

  /** What the server says of a failure; empty if that is not JSON. */
  static String message(byte[] body) {
    try {
      JsonObject status = read(new String(body, StandardCharsets.UTF_8), JsonObject.class);
      return failure(status).message();
    } catch (JsonParseException e) {
      return "";
    }
  }

  private static Failure failure(JsonObject object) {
    StatusDto status = GSON.fromJson(object, StatusDto.class);
    return new Failure(status.code() == null ? 500 : status.code(), text(status.message()));
  }

  private static <T> T read(String json, Class<T> type) {
    return present(GSON.fromJson(json, type), "content");
  }

  private static Slice slice(SliceDto slice) {
    String name = present(present(slice.metadata(), "metadata").name(), "name");
    boolean ipv4 = "IPv4".equals(slice.addressType());
    boolean understood = ipv4 || "IPv6".equals(slice.addressType());
    List<Slice.Pod> pods = new ArrayList<>();
    if (understood) {
      items(slice.endpoints()).forEach(pod -> pods.add(pod(pod, ipv4)));
    }
    List<Slice.Port> ports =
        items(slice.ports()).stream()
            .filter(port -> port.protocol() == null || port.protocol().equals("TCP"))
            .map(SliceJson::port)
            .toList();
    return new Slice(name, understood, List.copyOf(pods), ports);
  }

  private static Slice.Pod pod(PodDto pod, boolean ipv4) {
    List<String> addresses = items(pod.addresses());
    if (addresses.isEmpty()) {
      throw new JsonParseException("an endpoint has no address");
    }
    String id = pod.targetRef() == null ? "" : text(pod.targetRef().uid());
    // Further addresses have no meaning that is written down; Kubernetes itself uses the first.
    return new Slice.Pod(id, address(addresses.get(0), ipv4), state(pod.conditions()));
  }

  /** Never asks a name server. */
  private static InetAddress address(String text, boolean ipv4) {
    boolean literal = ipv4 ? IPV4.matcher(text).matches() : text.indexOf(':') >= 0;
    try {
      if (literal) {
        return InetAddress.getByName(ipv4 ? text : "[" + text + "]");
      }
    } catch (UnknownHostException e) {
      // told below
    }
    throw new JsonParseException("\"" + text + "\" is no IP address");
  }

  private static Slice.State state(@Nullable ConditionsDto conditions) {
    if (conditions == null || !Boolean.FALSE.equals(conditions.ready())) {
      return Slice.State.READY;
    }
    boolean leaving =
        Boolean.TRUE.equals(conditions.serving()) && Boolean.TRUE.equals(conditions.terminating());
    return leaving ? Slice.State.LEAVING : Slice.State.OUT;
  }

  private static Slice.Port port(PortDto port) {
    int number = port.port() == null ? 0 : port.port();
    if (number < 0 || number > 65535) {
      throw new JsonParseException("the port " + number + " is out of range");
    }
    return new Slice.Port(text(port.name()), number);
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static <T> List<T> items(@Nullable List<T> list) {
    if (list == null) {
      return List.of();
    }
    if (list.stream().anyMatch(Objects::isNull)) {
      throw new JsonParseException("a list holds null");
    }
    return list;
  }

  private static <T> T present(@Nullable T value, String name) {
    if (value == null) {
      throw new JsonParseException("there is no " + name);
    }
    return value;
  }
}
