package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.ProtoType;

/**
 * What a type becomes where it is used.
 *
 * @param type what the field holds
 * @param cardinality how often
 * @param form how the value is written
 */
record Use(ProtoType type, Cardinality cardinality, Form form) {

  static Use once(ProtoType type) {
    return new Use(type, Cardinality.IMPLICIT, Form.PLAIN);
  }

  static Use repeated(ProtoType type) {
    return new Use(type, Cardinality.REPEATED, Form.PLAIN);
  }

  Use optional() {
    boolean hasPresence =
        cardinality == Cardinality.REPEATED || !(type instanceof ProtoType.Scalar || isEnum());
    return hasPresence ? this : new Use(type, Cardinality.OPTIONAL, form);
  }

  boolean isEnum() {
    return type instanceof ProtoType.EnumOf
        || (type instanceof ProtoType.External external && external.isEnum());
  }

  boolean isRepeated() {
    return cardinality == Cardinality.REPEATED;
  }
}
