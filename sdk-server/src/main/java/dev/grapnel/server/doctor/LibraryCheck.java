package dev.grapnel.server.doctor;

import com.google.protobuf.RuntimeVersion;
import dev.grapnel.server.doctor.Library.Family;
import dev.grapnel.server.transport.NettyTransport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether the libraries fit each other, and are new enough. */
final class LibraryCheck {

  private static final Version NETTY_FLOOR = new Version(4, 2, 17);
  private static final Version NETTY_FLOOR_4_1 = new Version(4, 1, 137);
  private static final Version GRPC_FLOOR = new Version(1, 83, 1);
  private static final Version GRPC_FLOOR_1_82 = new Version(1, 82, 4);

  /** Constants of the compiler: what the SDK was built and tested with. */
  private static final Version PROTOBUF_FLOOR =
      new Version(RuntimeVersion.OSS_MAJOR, RuntimeVersion.OSS_MINOR, RuntimeVersion.OSS_PATCH);

  private static final String SHADED_NETTY =
      "io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder";

  /** One class of each jar that is often there twice, in a fat jar or under an older name. */
  private static final Map<String, Optional<Family>> MARKERS =
      Map.ofEntries(
          Map.entry("io.grpc.Context", Optional.of(Family.GRPC)),
          Map.entry("io.grpc.ServerBuilder", Optional.of(Family.GRPC)),
          Map.entry("io.grpc.internal.ServerImpl", Optional.of(Family.GRPC)),
          Map.entry("io.grpc.netty.NettyServerBuilder", Optional.of(Family.GRPC)),
          Map.entry("io.grpc.protobuf.ProtoUtils", Optional.of(Family.GRPC)),
          Map.entry("io.grpc.stub.ServerCalls", Optional.of(Family.GRPC)),
          Map.entry("io.netty.util.Version", Optional.of(Family.NETTY)),
          Map.entry("io.netty.channel.Channel", Optional.of(Family.NETTY)),
          Map.entry("io.netty.handler.codec.http2.Http2Connection", Optional.of(Family.NETTY)),
          Map.entry("com.google.protobuf.MessageLite", Optional.of(Family.PROTOBUF)),
          Map.entry("com.google.common.base.Preconditions", Optional.empty()),
          Map.entry("dev.grapnel.core.call.CallContext", Optional.empty()));

  private final ClassPath path;
  private final Map<Family, Map<String, List<String>>> jarsByVersion;

  LibraryCheck(ClassPath path) {
    this.path = path;
    this.jarsByVersion =
        path.libraries().stream()
            .collect(
                Collectors.groupingBy(
                    Library::family,
                    TreeMap::new,
                    Collectors.groupingBy(
                        Library::version,
                        TreeMap::new,
                        Collectors.mapping(Library::jar, Collectors.toList()))));
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Set<Family> mixed = EnumSet.noneOf(Family.class);
    jarsByVersion.forEach(
        (family, jars) -> {
          if (jars.size() > 1) {
            mixed.add(family);
            findings.add(skew(family, jars));
          }
        });
    old(findings);
    shaded().ifPresent(findings::add);
    new TreeMap<>(MARKERS)
        .forEach(
            (type, family) -> {
              if (family.filter(mixed::contains).isEmpty()) {
                twice(type).ifPresent(findings::add);
              }
            });
    return findings;
  }

  private static Finding skew(Family family, Map<String, List<String>> jars) {
    String usual =
        jars.entrySet().stream()
            .max(Comparator.comparing(entry -> entry.getValue().size()))
            .map(Map.Entry::getKey)
            .orElseThrow();
    String others =
        jars.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(usual))
            .flatMap(entry -> entry.getValue().stream())
            .sorted()
            .collect(Collectors.joining(", "));
    return new Finding(
        Severity.ERROR,
        family.name().toLowerCase(Locale.ROOT) + "-skew",
        "the jars of " + family.title + " are not of one version: " + others + " among " + usual,
        "calls fail with NoSuchMethodError or NoClassDefFoundError, some only under load or at the"
            + " first error",
        "import dev.grapnel:sdk-bom before other BOMs, and see who brings the others with: mvn"
            + " dependency:tree");
  }

  private void old(List<Finding> findings) {
    oldest(Family.NETTY)
        .or(() -> Version.of(NettyTransport.version()))
        .filter(netty -> netty.compareTo(netty.minor() == 1 ? NETTY_FLOOR_4_1 : NETTY_FLOOR) < 0)
        .ifPresent(
            netty ->
                findings.add(
                    old(
                        Severity.ERROR,
                        "netty-old",
                        "Netty " + netty + " is below " + NETTY_FLOOR + " and " + NETTY_FLOOR_4_1,
                        "attacks on it are published that stop a server or pass its TLS checks"
                            + " (CVE-2026-33871, CVE-2026-50560, CVE-2026-75595)")));
    oldest(Family.GRPC)
        .filter(grpc -> grpc.compareTo(grpc.minor() == 82 ? GRPC_FLOOR_1_82 : GRPC_FLOOR) < 0)
        .ifPresent(
            grpc ->
                findings.add(
                    old(
                        Severity.ERROR,
                        "grpc-old",
                        "grpc-java " + grpc + " is below " + GRPC_FLOOR,
                        "one client can use up the memory of the server, past all limits"
                            + " (CVE-2026-47244)")));
    oldest(Family.PROTOBUF)
        .filter(protobuf -> protobuf.compareTo(PROTOBUF_FLOOR) < 0)
        .ifPresent(
            protobuf ->
                findings.add(
                    old(
                        Severity.WARNING,
                        "protobuf-old",
                        "protobuf " + protobuf + " is below " + PROTOBUF_FLOOR,
                        "generated code that is newer does not load (ProtobufRuntimeVersionException"
                            + " at the first call), and short JSON texts can cost minutes of CPU")));
  }

  private Optional<Version> oldest(Family family) {
    return path.libraries().stream()
        .filter(library -> library.family() == family)
        .flatMap(library -> Version.of(library.version()).stream())
        .min(Comparator.naturalOrder());
  }

  private static Finding old(Severity severity, String code, String what, String why) {
    return new Finding(
        severity,
        code,
        what,
        why,
        "import dev.grapnel:sdk-bom before other BOMs, or raise it there");
  }

  private Optional<Finding> shaded() {
    return path.placesOf(SHADED_NETTY).stream()
        .findFirst()
        .map(
            jar ->
                new Finding(
                    Severity.WARNING,
                    "netty-shaded",
                    "grpc-java's Netty is there twice: shaded in " + jar + ", and as it is",
                    "each copy has threads, memory pools and security fixes of its own, and"
                        + " settings made for one do not reach the other",
                    "exclude io.grpc:grpc-netty-shaded, and see who brings it with: mvn"
                        + " dependency:tree -Dincludes=io.grpc"));
  }

  private Optional<Finding> twice(String type) {
    List<String> places = path.placesOf(type);
    return places.size() < 2
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Severity.WARNING,
                "class-twice",
                "the class " + type + " is there twice: in " + String.join(" and ", places),
                "which one is used depends on the order of the class path, which can be another on"
                    + " the next machine",
                "keep one of them; see who brings the other with: mvn dependency:tree"));
  }
}
