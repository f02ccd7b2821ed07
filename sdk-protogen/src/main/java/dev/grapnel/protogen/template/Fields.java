package dev.grapnel.protogen.template;

import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the fields of requests and responses; the lock numbers them. */
final class Fields {

  static final ProtoType FIELD_MASK = google("FieldMask", "field_mask");
  static final ProtoType EMPTY = google("Empty", "empty");
  static final ProtoType STRUCT = google("Struct", "struct");

  private final Origin origin;

  Fields(Origin origin) {
    this.origin = origin;
  }

  private static ProtoType google(String name, String file) {
    return new ProtoType.External(
        "google.protobuf." + name, "google/protobuf/" + file + ".proto", false);
  }

  ProtoField text(String name) {
    return text(name, null);
  }

  ProtoField text(String name, @Nullable String comment) {
    return make(name, new ProtoType.Scalar(ScalarType.STRING), Cardinality.IMPLICIT, comment);
  }

  ProtoField number(String name) {
    return make(name, new ProtoType.Scalar(ScalarType.INT32), Cardinality.IMPLICIT, null);
  }

  ProtoField one(String name, ProtoType type) {
    return make(name, type, Cardinality.IMPLICIT, null);
  }

  ProtoField make(String name, ProtoType type, Cardinality cardinality, @Nullable String comment) {
    return new ProtoField(
        name,
        name,
        0,
        type,
        cardinality,
        null,
        null,
        Form.PLAIN,
        List.of(),
        false,
        List.of(),
        comment,
        origin);
  }

  /** The field of a model in another message; its number there is another one. */
  static ProtoField copy(ProtoField field, ProtoType type) {
    return new ProtoField(
        field.key(),
        field.name(),
        0,
        type,
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

  /** The field by another name than the lock knows it by. */
  static ProtoField named(ProtoField field, String name) {
    return new ProtoField(
        field.key(),
        name,
        0,
        field.type(),
        field.cardinality(),
        field.oneof(),
        null,
        field.form(),
        field.formerly(),
        field.revived(),
        field.rules(),
        field.comment(),
        field.origin());
  }

  static List<ProtoField> copies(List<ProtoField> fields) {
    return fields.stream().map(field -> copy(field, field.type())).toList();
  }

  /** The id as what is asked for: it is there, whatever the model says, and needs no comment. */
  static ProtoField id(ProtoField id) {
    return new ProtoField(
        id.key(),
        id.name(),
        0,
        id.type(),
        Cardinality.IMPLICIT,
        null,
        id.jsonName(),
        id.form(),
        id.formerly(),
        id.revived(),
        id.rules(),
        null,
        id.origin());
  }
}
