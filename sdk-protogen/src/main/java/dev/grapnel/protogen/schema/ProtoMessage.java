package dev.grapnel.protogen.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message. Immutable.
 *
 * @param key what the lock knows it by: a Java class, an instance of a generic one as in {@code
 *     com.acme.Page<com.acme.User>}, or what it was made for, as in {@code
 *     request:com.acme.UserApi#get}
 * @param name the protobuf name
 * @param fields the fields, in the order of Java
 * @param reserved numbers and names that are not used again
 * @param formerly the keys it had before
 * @param comment its comment, lines without comment signs; null for none
 * @param origin where it comes from
 */
public record ProtoMessage(
    String key,
    String name,
    List<ProtoField> fields,
    List<Reserved> reserved,
    List<String> formerly,
    @Nullable String comment,
    Origin origin) {

  /**
   * Copies what could change.
   *
   * @param key what the lock knows it by: a Java class, an instance of a generic one as in {@code
   *     com.acme.Page<com.acme.User>}, or what it was made for, as in {@code
   *     request:com.acme.UserApi#get}
   * @param name the protobuf name
   * @param fields the fields, in the order of Java
   * @param reserved numbers and names that are not used again
   * @param formerly the keys it had before
   * @param comment its comment, lines without comment signs; null for none
   * @param origin where it comes from
   */
  public ProtoMessage {
    fields = List.copyOf(fields);
    reserved = List.copyOf(reserved);
    formerly = List.copyOf(formerly);
  }
}
