package dev.grapnel.testing.traffic;

import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Metadata as text by name, in the order of the names. */
final class MetadataValues {

  private static final String REDACTED = "<redacted>";

  /** Written by the transport of each call anew. */
  private static final Set<String> OF_THE_TRANSPORT =
      Set.of(
          "content-type",
          "user-agent",
          "te",
          "grpc-timeout",
          "grpc-encoding",
          "grpc-accept-encoding",
          "content-encoding",
          "accept-encoding");

  private MetadataValues() {}

  static Map<String, List<String>> of(Metadata metadata, Set<String> redacted) {
    Map<String, List<String>> values = new TreeMap<>();
    for (String name : metadata.keys()) {
      if (redacted.contains(name)) {
        values.put(name, List.of(REDACTED));
      } else if (!OF_THE_TRANSPORT.contains(name)) {
        values.put(name, values(metadata, name));
      }
    }
    return values;
  }

  static Metadata toMetadata(Map<String, List<String>> values) {
    Metadata metadata = new Metadata();
    values.forEach((name, texts) -> texts.forEach(text -> put(metadata, name, text)));
    return metadata;
  }

  private static List<String> values(Metadata metadata, String name) {
    List<String> values = new ArrayList<>();
    if (isBinary(name)) {
      Iterable<byte[]> all = metadata.getAll(binary(name));
      if (all != null) {
        all.forEach(bytes -> values.add(Base64.getEncoder().encodeToString(bytes)));
      }
    } else {
      Iterable<String> all = metadata.getAll(text(name));
      if (all != null) {
        all.forEach(values::add);
      }
    }
    return values;
  }

  private static void put(Metadata metadata, String name, String value) {
    if (!isBinary(name)) {
      metadata.put(text(name), value);
    } else if (!value.equals(REDACTED)) {
      metadata.put(binary(name), Base64.getDecoder().decode(value));
    }
  }

  private static boolean isBinary(String name) {
    return name.endsWith(Metadata.BINARY_HEADER_SUFFIX);
  }

  private static Metadata.Key<byte[]> binary(String name) {
    return Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER);
  }

  private static Metadata.Key<String> text(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
