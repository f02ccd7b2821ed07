package dev.grapnel.protogen.schema;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.Locale;

/** A scalar type of protobuf. */
public enum ScalarType {
  /** Two values. */
  BOOL,
  /** 32 bits, short for small positive numbers. */
  INT32,
  /** 64 bits, short for small positive numbers. */
  INT64,
  /** 32 bits without sign. */
  UINT32,
  /** 64 bits without sign. */
  UINT64,
  /** 32 bits, short for small numbers of either sign. */
  SINT32,
  /** 64 bits, short for small numbers of either sign. */
  SINT64,
  /** 32 bits, always four bytes. */
  FIXED32,
  /** 64 bits, always eight bytes. */
  FIXED64,
  /** 32 bits with sign, always four bytes. */
  SFIXED32,
  /** 64 bits with sign, always eight bytes. */
  SFIXED64,
  /** 32 bits, floating. */
  FLOAT,
  /** 64 bits, floating. */
  DOUBLE,
  /** Text in UTF-8. */
  STRING,
  /** Bytes. */
  BYTES;

  /**
   * Tells the keyword.
   *
   * @return for example {@code int32}
   */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Tells whether a protobuf map can have such keys.
   *
   * @return false for floating numbers and bytes
   */
  public boolean isMapKey() {
    return this != FLOAT && this != DOUBLE && this != BYTES;
  }

  /**
   * Tells the type of a descriptor.
   *
   * @return the type of the same name
   */
  public FieldDescriptorProto.Type descriptorType() {
    return FieldDescriptorProto.Type.valueOf("TYPE_" + name());
  }
}
