package dev.grapnel.server.doctor;

import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;

/**
 * A jar that has to fit others.
 *
 * @param family the others
 * @param version as its manifest says
 * @param jar the name of its file
 */
record Library(Family family, String version, String jar) {

  /** Jars of one project, which are made to be used in one version. */
  enum Family {
    GRPC("grpc-java"),
    NETTY("Netty"),
    PROTOBUF("protobuf");

    final String title;

    Family(String title) {
      this.title = title;
    }
  }

  /** The parts of grpc-java; grpc-kotlin and others have versions of their own. */
  private static final Set<String> GRPC_MODULES =
      Set.of(
          "io.grpc",
          "io.grpc.context",
          "io.grpc.inprocess",
          "io.grpc.internal",
          "io.grpc.netty",
          "io.grpc.protobuf",
          "io.grpc.protobuf.lite",
          "io.grpc.services",
          "io.grpc.stub",
          "io.grpc.util",
          "io.grpc.xds");

  /** Recognises a jar by the main attributes of its manifest; empty for all others. */
  static Optional<Library> of(Attributes manifest, String jar) {
    if (GRPC_MODULES.contains(value(manifest, "Automatic-Module-Name"))) {
      return library(Family.GRPC, value(manifest, "Implementation-Version"), jar);
    }
    String version = value(manifest, "Implementation-Version");
    // netty-tcnative has a title like these, and versions of its own.
    if (value(manifest, "Implementation-Title").startsWith("Netty/") && version.startsWith("4.")) {
      return library(Family.NETTY, version, jar);
    }
    String bundle = value(manifest, "Bundle-SymbolicName");
    return bundle.equals("com.google.protobuf") || bundle.equals("com.google.protobuf.util")
        ? library(Family.PROTOBUF, value(manifest, "Bundle-Version"), jar)
        : Optional.empty();
  }

  private static Optional<Library> library(Family family, String version, String jar) {
    return version.isEmpty() ? Optional.empty() : Optional.of(new Library(family, version, jar));
  }

  private static String value(Attributes manifest, String name) {
    String value = manifest.getValue(name);
    return value == null ? "" : value;
  }
}
