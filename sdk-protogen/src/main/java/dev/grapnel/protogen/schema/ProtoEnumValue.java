package dev.grapnel.protogen.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of an enum. Immutable.
 *
 * @param key what the lock knows it by: the constant's name
 * @param name the protobuf name
 * @param number the number; −1 until the lock or an annotation gives one
 * @param formerly the keys it had before
 * @param comment its comment; null for none
 * @param origin where it comes from
 */
public record ProtoEnumValue(
    String key,
    String name,
    int number,
    List<String> formerly,
    @Nullable String comment,
    Origin origin) {

  /**
   * Copies what could change.
   *
   * @param key what the lock knows it by: the constant's name
   * @param name the protobuf name
   * @param number the number; −1 until the lock or an annotation gives one
   * @param formerly the keys it had before
   * @param comment its comment; null for none
   * @param origin where it comes from
   */
  public ProtoEnumValue {
    formerly = List.copyOf(formerly);
  }

  /**
   * Gives it a number.
   *
   * @param given the number
   * @return a copy with it
   */
  public ProtoEnumValue withNumber(int given) {
    return new ProtoEnumValue(key, name, given, formerly, comment, origin);
  }
}
