package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays, collections and maps. What protobuf cannot nest goes into a message of its own. */
final class Collections {

  private final TypeMapper types;
  private final Definitions definitions;
  private final Findings findings;

  Collections(TypeMapper types, Definitions definitions, Findings findings) {
    this.types = types;
    this.definitions = definitions;
    this.findings = findings;
  }

  boolean isCollection(JavaType.Named type) {
    return CollectionTypes.isList(type.className()) || CollectionTypes.isMap(type.className());
  }

  @Nullable Use array(JavaType.Array array, Spot spot) {
    if (array.element() instanceof JavaType.Primitive element && element.name().equals("byte")) {
      return Use.once(new ProtoType.Scalar(ScalarType.BYTES));
    }
    return repeated(array.element(), spot);
  }

  @Nullable Use collection(JavaType.Named type, Spot spot) {
    boolean isMap = CollectionTypes.isMap(type.className());
    if (type.arguments().size() != (isMap ? 2 : 1)) {
      findings.add(
          Code.UNRESOLVED_TYPE,
          spot.origin(),
          type + " is used without its arguments",
          "What it holds cannot be known.",
          "say what it holds, as in " + type + (isMap ? "<String, Integer>" : "<String>"));
      return null;
    }
    return isMap ? map(type, spot) : repeated(type.arguments().get(0), spot);
  }

  private @Nullable Use repeated(JavaType element, Spot spot) {
    Spot inner = within(spot);
    Use use = types.map(element, inner);
    if (use == null) {
      return null;
    }
    ProtoType type = use.isRepeated() ? definitions.listOf(use.type(), inner) : use.type();
    Use repeated = new Use(type, Cardinality.REPEATED, use.form());
    return spot.form() == Form.WRAPPED ? wrapped(repeated, spot) : repeated;
  }

  /** A collection in a message of its own can be absent. */
  private Use wrapped(Use repeated, Spot spot) {
    return new Use(definitions.listOf(repeated.type(), spot), Cardinality.IMPLICIT, Form.WRAPPED);
  }

  /** What is wished for the collection is wished for its elements, but for the wrapping. */
  private static Spot within(Spot spot) {
    return spot.form() == Form.WRAPPED
        ? new Spot(spot.packageName(), spot.name(), spot.key(), Annotations.NONE, spot.origin())
        : spot;
  }

  private @Nullable Use map(JavaType.Named type, Spot spot) {
    JavaType valueType = type.arguments().get(1);
    if (isAnything(valueType) && isText(type.arguments().get(0))) {
      return types.map(JavaType.named("com.fasterxml.jackson.databind.node.ObjectNode"), spot);
    }
    Spot inner =
        new Spot(spot.packageName(), spot.name(), spot.key(), Annotations.NONE, spot.origin());
    Use key = types.map(type.arguments().get(0), inner);
    Use value = types.map(valueType, within(spot));
    if (key == null || value == null) {
      return null;
    }
    ProtoType held = value.isRepeated() ? definitions.listOf(value.type(), inner) : value.type();
    if (key.type() instanceof ProtoType.Scalar scalar
        && scalar.type().isMapKey()
        && !key.isRepeated()) {
      Use map = Use.repeated(new ProtoType.MapOf(scalar.type(), held));
      return spot.form() == Form.WRAPPED ? wrapped(map, spot) : map;
    }
    findings.add(
        Code.ENTRY_MESSAGE,
        spot.origin(),
        "a protobuf map cannot have keys of " + type.arguments().get(0),
        "A list of entries is generated: keys are not unique on the wire, the last one holds.",
        "use text or whole numbers for keys, or leave it so");
    return Use.repeated(definitions.entryOf(key, held, spot));
  }

  private static boolean isAnything(JavaType type) {
    return type instanceof JavaType.Named named && named.className().equals("java.lang.Object");
  }

  private static boolean isText(JavaType type) {
    return type instanceof JavaType.Named named && named.className().equals("java.lang.String");
  }

  /** The types that are elements of a list message are few, so that one name each will do. */
  static List<String> words(ProtoType type) {
    if (type instanceof ProtoType.Scalar scalar) {
      return List.of(scalar.type().keyword());
    }
    if (type instanceof ProtoType.MapOf map) {
      return List.of(map.key().keyword() + "_to", words(map.value()).get(0) + "_map");
    }
    return List.of();
  }
}
