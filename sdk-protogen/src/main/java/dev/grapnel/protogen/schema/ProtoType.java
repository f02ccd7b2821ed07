package dev.grapnel.protogen.schema;

/** What a field holds. */
public sealed interface ProtoType {

  /**
   * A scalar.
   *
   * @param type which
   */
  record Scalar(ScalarType type) implements ProtoType {}

  /**
   * A message that is generated.
   *
   * @param key the message's key
   */
  record MessageOf(String key) implements ProtoType {}

  /**
   * An enum that is generated.
   *
   * @param key the enum's key
   */
  record EnumOf(String key) implements ProtoType {}

  /**
   * A message or enum that is there already, for example {@code google.protobuf.Timestamp}.
   *
   * @param fullName its name without a leading dot
   * @param file the file to import
   * @param isEnum whether it is an enum
   */
  record External(String fullName, String file, boolean isEnum) implements ProtoType {}

  /**
   * A map.
   *
   * @param key the type of its keys
   * @param value the type of its values; not a map
   */
  record MapOf(ScalarType key, ProtoType value) implements ProtoType {}
}
