package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what a type becomes where it is used. Null is told where a finding was made. */
final class TypeMapper {

  private static final Map<String, ScalarType> PRIMITIVES =
      Map.of(
          "boolean", ScalarType.BOOL,
          "byte", ScalarType.INT32,
          "short", ScalarType.INT32,
          "int", ScalarType.INT32,
          "long", ScalarType.INT64,
          "char", ScalarType.UINT32,
          "float", ScalarType.FLOAT,
          "double", ScalarType.DOUBLE);
  private static final Map<String, String> BOXES =
      Map.ofEntries(
          Map.entry("java.lang.Boolean", "boolean"),
          Map.entry("java.lang.Byte", "byte"),
          Map.entry("java.lang.Short", "short"),
          Map.entry("java.lang.Integer", "int"),
          Map.entry("java.lang.Long", "long"),
          Map.entry("java.lang.Character", "char"),
          Map.entry("java.lang.Float", "float"),
          Map.entry("java.lang.Double", "double"),
          Map.entry("java.util.OptionalInt", "int"),
          Map.entry("java.util.OptionalLong", "long"),
          Map.entry("java.util.OptionalDouble", "double"));
  private static final Set<String> OPTIONALS =
      Set.of("java.util.Optional", "com.google.common.base.Optional");
  private static final Set<String> REFERENCES =
      Set.of("java.util.concurrent.atomic.AtomicReference");

  private final Findings findings;
  private final Collections collections;
  private final Definitions definitions;

  TypeMapper(Findings findings, Definitions definitions) {
    this.findings = findings;
    this.definitions = definitions;
    this.collections = new Collections(this, definitions, findings);
  }

  /** Maps a type that has no open variables any more. */
  @Nullable Use map(JavaType type, Spot spot) {
    if (type instanceof JavaType.Primitive primitive) {
      return primitive(primitive.name(), spot);
    }
    if (type instanceof JavaType.Array array) {
      return collections.array(array, spot);
    }
    if (type instanceof JavaType.Named named) {
      return named(named, spot);
    }
    findings.add(
        Code.UNRESOLVED_TYPE,
        spot.origin(),
        "the type " + type + " stands for nothing here",
        "Protobuf has no generic messages: one is generated for each use with its arguments.",
        "use the generic type with arguments, as in Page<User>");
    return null;
  }

  private @Nullable Use named(JavaType.Named type, Spot spot) {
    String box = BOXES.get(type.className());
    if (box != null) {
      Use use = primitive(box, spot);
      return use == null ? null : use.optional();
    }
    if (OPTIONALS.contains(type.className()) || REFERENCES.contains(type.className())) {
      return inside(type, spot);
    }
    if (collections.isCollection(type)) {
      return collections.collection(type, spot);
    }
    Optional<Map<Form, ProtoType>> forms = KnownTypes.formsOf(type.className());
    return forms.isPresent() ? known(type, forms.get(), spot) : definitions.use(type, spot);
  }

  private @Nullable Use inside(JavaType.Named type, Spot spot) {
    if (type.arguments().isEmpty()) {
      findings.add(
          Code.UNRESOLVED_TYPE,
          spot.origin(),
          type + " is used without its argument",
          "What it holds cannot be known.",
          "say what it holds, as in " + type + "<String>");
      return null;
    }
    Use use = map(type.arguments().get(0), spot);
    if (use == null || REFERENCES.contains(type.className())) {
      return use;
    }
    if (use.isRepeated()) {
      findings.add(
          Code.OPTIONAL_COLLECTION,
          spot.origin(),
          type + " has no protobuf form",
          "Protobuf cannot tell no collection from an empty one.",
          "drop Optional, or annotate with @ProtoField(form = WRAPPED)");
      return null;
    }
    return use.optional();
  }

  private @Nullable Use primitive(String name, Spot spot) {
    ScalarType usual = PRIMITIVES.get(name);
    if (usual == null) {
      findings.add(Code.NO_PROTOBUF_FORM, spot.origin(), name + " is no value", "", "leave it out");
      return null;
    }
    return scalar(name, usual, spot);
  }

  private @Nullable Use scalar(String javaName, ScalarType usual, Spot spot) {
    if (spot.scalar().isEmpty()) {
      return Use.once(new ProtoType.Scalar(usual));
    }
    Optional<ScalarType> wished = ScalarTypes.find(spot.scalar());
    if (wished.isEmpty() || !ScalarTypes.fits(usual, wished.get())) {
      findings.add(
          Code.BAD_ANNOTATION,
          spot.origin(),
          "type \"" + spot.scalar() + "\" does not fit " + javaName,
          "A value could not be written or read back.",
          "use one of " + ScalarTypes.choices(usual));
      return null;
    }
    return Use.once(new ProtoType.Scalar(wished.get()));
  }

  private @Nullable Use known(JavaType.Named type, Map<Form, ProtoType> forms, Spot spot) {
    Form form = spot.form() == Form.WRAPPED ? Form.PLAIN : spot.form();
    ProtoType found = forms.get(form);
    if (found == null) {
      findings.add(
          Code.BAD_ANNOTATION,
          spot.origin(),
          "form " + form + " is not one of " + type,
          "",
          "use one of " + forms.keySet());
      return null;
    }
    if (KnownTypes.isDynamic(found)) {
      findings.add(
          Code.DYNAMIC_VALUE,
          spot.origin(),
          type + " can be anything",
          "Its numbers become double, and no client knows what to expect.",
          "use a record or a sealed interface");
    } else if (form == Form.TIMESTAMP) {
      findings.add(
          Code.LOSSY,
          spot.origin(),
          "the zone of " + type + " is not written",
          "A timestamp is a moment only.",
          "use the usual form, ISO 8601 text, where the zone matters");
    }
    return new Use(found, dev.grapnel.protogen.schema.Cardinality.IMPLICIT, form);
  }
}
