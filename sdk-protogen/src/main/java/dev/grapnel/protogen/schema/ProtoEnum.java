package dev.grapnel.protogen.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An enum. Immutable.
 *
 * @param key what the lock knows it by: the Java class
 * @param name the protobuf name
 * @param values the values in the order of Java, the one for zero first
 * @param reserved numbers and names that are not used again
 * @param formerly the keys it had before
 * @param comment its comment; null for none
 * @param origin where it comes from
 */
public record ProtoEnum(
    String key,
    String name,
    List<ProtoEnumValue> values,
    List<Reserved> reserved,
    List<String> formerly,
    @Nullable String comment,
    Origin origin) {

  /**
   * Copies what could change.
   *
   * @param key what the lock knows it by: the Java class
   * @param name the protobuf name
   * @param values the values in the order of Java, the one for zero first
   * @param reserved numbers and names that are not used again
   * @param formerly the keys it had before
   * @param comment its comment; null for none
   * @param origin where it comes from
   */
  public ProtoEnum {
    values = List.copyOf(values);
    reserved = List.copyOf(reserved);
    formerly = List.copyOf(formerly);
  }
}
