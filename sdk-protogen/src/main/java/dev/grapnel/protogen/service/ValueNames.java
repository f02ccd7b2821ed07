package dev.grapnel.protogen.service;

import dev.grapnel.protogen.mapping.ModelMapper;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Plurals;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoType;

/** What the one field of a response is called: {@code user}, {@code users} or {@code value}. */
final class ValueNames {

  private ValueNames() {}

  /** The field by the name of what it holds, unless an annotation named it. */
  static ProtoField named(ProtoField field, ModelMapper mapper) {
    if (!field.name().equals("value")) {
      return field;
    }
    String one = one(field.type(), mapper);
    String name = field.cardinality() == Cardinality.REPEATED ? many(one) : one;
    return new ProtoField(
        field.key(),
        name,
        field.number(),
        field.type(),
        field.cardinality(),
        field.oneof(),
        field.jsonName(),
        field.form(),
        field.formerly(),
        field.revived(),
        field.rules(),
        field.comment(),
        field.origin());
  }

  private static String one(ProtoType type, ModelMapper mapper) {
    if (type instanceof ProtoType.MapOf map) {
      return one(map.value(), mapper);
    }
    if (type instanceof ProtoType.EnumOf named) {
      return FieldNames.snake(StreamTypes.simpleName(named.key()));
    }
    if (type instanceof ProtoType.MessageOf message && message.key().startsWith("entry:")) {
      return "entry";
    }
    return type instanceof ProtoType.MessageOf message && !message.key().startsWith("list:")
        ? mapper.message(type).map(found -> FieldNames.snake(found.name())).orElse("value")
        : "value";
  }

  /** A plural that would be a guess cannot be put right later. */
  private static String many(String one) {
    return Plurals.isSure(one) ? Plurals.of(one) : "values";
  }
}
