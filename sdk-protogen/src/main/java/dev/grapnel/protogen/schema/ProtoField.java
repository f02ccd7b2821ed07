package dev.grapnel.protogen.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a message. Immutable.
 *
 * @param key what the lock knows it by within its message: the Java property's name
 * @param name the protobuf name
 * @param number the number; 0 until the lock or an annotation gives one
 * @param type what it holds
 * @param cardinality how often it is there; {@link Cardinality#IMPLICIT} for cases of a oneof
 * @param oneof the name of the oneof that it is a case of; null if it is none
 * @param jsonName the JSON name where it is not what protobuf makes of the name; null otherwise
 * @param form how the Java value becomes the protobuf value, where the two types leave a choice
 * @param formerly the keys it had before; the lock moves their number here
 * @param revived whether a reserved name of the same type may be taken up again
 * @param rules constraints
 * @param comment its comment, lines without comment signs; null for none
 * @param origin where it comes from
 */
public record ProtoField(
    String key,
    String name,
    int number,
    ProtoType type,
    Cardinality cardinality,
    @Nullable String oneof,
    @Nullable String jsonName,
    Form form,
    List<String> formerly,
    boolean revived,
    List<FieldRule> rules,
    @Nullable String comment,
    Origin origin) {

  /**
   * Copies what could change.
   *
   * @param key what the lock knows it by within its message: the Java property's name
   * @param name the protobuf name
   * @param number the number; 0 until the lock or an annotation gives one
   * @param type what it holds
   * @param cardinality how often it is there; {@link Cardinality#IMPLICIT} for cases of a oneof
   * @param oneof the name of the oneof that it is a case of; null if it is none
   * @param jsonName the JSON name where it is not what protobuf makes of the name; null otherwise
   * @param form how the Java value becomes the protobuf value, where the two types leave a choice
   * @param formerly the keys it had before; the lock moves their number here
   * @param revived whether a reserved name of the same type may be taken up again
   * @param rules constraints
   * @param comment its comment, lines without comment signs; null for none
   * @param origin where it comes from
   */
  public ProtoField {
    formerly = List.copyOf(formerly);
    rules = List.copyOf(rules);
  }

  /**
   * Gives it a number.
   *
   * @param given the number
   * @return a copy with it
   */
  public ProtoField withNumber(int given) {
    return new ProtoField(
        key,
        name,
        given,
        type,
        cardinality,
        oneof,
        jsonName,
        form,
        formerly,
        revived,
        rules,
        comment,
        origin);
  }
}
