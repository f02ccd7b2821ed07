package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the messages that no class stands for: what protobuf cannot nest, and what has parts. */
final class Synthetic {

  private final DefinedTypes defined;
  private final Findings findings;
  private final Map<String, List<ProtoField>> made = new HashMap<>();

  Synthetic(DefinedTypes defined, Findings findings) {
    this.defined = defined;
    this.findings = findings;
  }

  /** The message that holds a list or a map, one for each kind of element in a package. */
  ProtoType listOf(ProtoType element, Spot spot) {
    String name = word(element) + (element instanceof ProtoType.MapOf ? "" : "List");
    return shared(
        "list:", name, List.of(field("items", element, Cardinality.REPEATED, spot)), spot);
  }

  /** The message that holds a value or none, where protobuf has no room for none. */
  ProtoType valueOf(ProtoType value, Spot spot) {
    Use use = Use.once(value).optional();
    ProtoField field = field("value", value, use.cardinality(), spot);
    return shared("value:", word(value) + "Value", List.of(field), spot);
  }

  /** The message of an entry, where protobuf has no map for its keys. */
  ProtoType entryOf(ProtoType key, ProtoType value, Spot spot) {
    ProtoType.MessageOf type = new ProtoType.MessageOf("entry:" + spot.key());
    List<ProtoField> fields =
        List.of(
            field("key", key, Cardinality.IMPLICIT, spot),
            field("value", value, Cardinality.IMPLICIT, spot));
    if (made.putIfAbsent(type.key(), fields) == null) {
      define(type.key(), spot.name() + "Entry", fields, spot);
    }
    return type;
  }

  /** The message of a value that is written as two numbers. */
  ProtoType partsOf(KnownTypes.Parts parts, Spot spot) {
    return shared(
        "parts:",
        parts.message(),
        List.of(
            field(parts.first(), parts.firstType(), Cardinality.IMPLICIT, spot),
            field(parts.second(), parts.secondType(), Cardinality.IMPLICIT, spot)),
        spot);
  }

  private ProtoType shared(String kind, String name, List<ProtoField> fields, Spot spot) {
    String key = kind + spot.packageName() + ":" + name;
    List<ProtoField> others = made.putIfAbsent(key, fields);
    if (others == null) {
      define(key, name, fields, spot);
    } else if (!others.get(0).type().equals(fields.get(0).type())) {
      findings.add(
          Code.NAME_CLASH,
          spot.origin(),
          "a message " + name + " is needed for two types that are both called " + word(fields),
          "The one that was made for " + others.get(0).origin().subject() + " holds the other.",
          "name one of the two with @ProtoMessage(name = \"…\")");
    }
    return new ProtoType.MessageOf(key);
  }

  private void define(String key, String name, List<ProtoField> fields, Spot spot) {
    defined.add(
        spot.packageName(),
        new ProtoMessage(key, name, fields, List.of(), List.of(), null, spot.origin()));
  }

  private String word(List<ProtoField> fields) {
    return word(fields.get(0).type());
  }

  private String word(ProtoType type) {
    if (type instanceof ProtoType.Scalar scalar) {
      return FieldNames.pascal(scalar.type().keyword());
    }
    if (type instanceof ProtoType.MapOf map) {
      return FieldNames.pascal(map.key().keyword()) + "To" + word(map.value()) + "Map";
    }
    if (type instanceof ProtoType.External external) {
      return external.fullName().substring(external.fullName().lastIndexOf('.') + 1);
    }
    return defined.nameOf(type);
  }

  private static ProtoField field(
      String name, ScalarType type, Cardinality cardinality, Spot spot) {
    return field(name, new ProtoType.Scalar(type), cardinality, spot);
  }

  private static ProtoField field(String name, ProtoType type, Cardinality cardinality, Spot spot) {
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
        null,
        spot.origin());
  }
}
