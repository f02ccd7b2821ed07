package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.EnumMap;
import java.util.EnumSet;
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
  private final Synthetic synthetic;

  TypeMapper(Findings findings, Definitions definitions, Synthetic synthetic) {
    this.findings = findings;
    this.definitions = definitions;
    this.synthetic = synthetic;
    this.collections = new Collections(this, synthetic, findings);
  }

  /** Maps a type that has no open variables any more. */
  @Nullable Use map(JavaType given, Spot spot) {
    JavaType type = Bindings.NONE.resolve(given);
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

  /** Whether a type is a box that may be empty, other than null. */
  static boolean isOptional(JavaType type) {
    return type instanceof JavaType.Named named
        && (OPTIONALS.contains(named.className())
            || named.className().startsWith("java.util.Optional"));
  }

  /** Whether a type stands for its contents, and for nothing of its own. */
  static boolean isValue(JavaType.Named type) {
    return BOXES.containsKey(type.className())
        || OPTIONALS.contains(type.className())
        || REFERENCES.contains(type.className())
        || Collections.isCollection(type);
  }

  boolean isEnum(JavaType type) {
    return type instanceof JavaType.Named named && definitions.isEnum(named);
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
    if (Collections.isCollection(type)) {
      return collections.collection(type, spot);
    }
    Optional<Map<Form, ProtoType>> forms = KnownTypes.formsOf(type.className());
    if (forms.isPresent()) {
      return known(type, forms.get(), spot);
    }
    if (definitions.isEnum(type) && spot.form() != Form.PLAIN) {
      return enumeration(type, spot);
    }
    return hasNoWishes(type, spot) ? definitions.use(type, spot) : null;
  }

  /** An enum that is not wished to be one; where its numbers are written, it has some. */
  private @Nullable Use enumeration(JavaType.Named type, Spot spot) {
    if (spot.form() == Form.NUMBER) {
      definitions.use(type, spot);
    }
    Map<Form, ProtoType> forms =
        new EnumMap<>(
            Map.of(
                Form.STRING,
                new ProtoType.Scalar(ScalarType.STRING),
                Form.NUMBER,
                new ProtoType.Scalar(ScalarType.INT32)));
    return known(type, forms, spot);
  }

  private boolean hasNoWishes(JavaType.Named type, Spot spot) {
    if (spot.form() == Form.PLAIN && spot.scalar().isEmpty()) {
      return true;
    }
    boolean isForm = spot.form() != Form.PLAIN;
    findings.add(
        Code.BAD_ANNOTATION,
        spot.origin(),
        (isForm ? "form " + spot.form() : "type \"" + spot.scalar() + "\"") + " is not for " + type,
        "It is written as a message or enum of its own.",
        "leave it out");
    return false;
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

  /** An array of bytes, which is a value and no collection. */
  @Nullable Use bytes(JavaType type, Spot spot) {
    return known(type, Map.of(Form.PLAIN, new ProtoType.Scalar(ScalarType.BYTES)), spot);
  }

  /** A map of anything. */
  @Nullable Use struct(JavaType type, Spot spot) {
    return known(type, Map.of(Form.PLAIN, KnownTypes.STRUCT), spot);
  }

  private @Nullable Use primitive(String name, Spot spot) {
    ScalarType usual = PRIMITIVES.get(name);
    if (usual == null) {
      findings.add(Code.NO_PROTOBUF_FORM, spot.origin(), name + " is no value", "", "leave it out");
      return null;
    }
    return known(JavaType.primitive(name), Map.of(Form.PLAIN, new ProtoType.Scalar(usual)), spot);
  }

  private @Nullable Use known(JavaType type, Map<Form, ProtoType> forms, Spot spot) {
    String className = type instanceof JavaType.Named named ? named.className() : "";
    Optional<KnownTypes.Parts> parts = KnownTypes.partsOf(className);
    if (parts.isPresent() && spot.form() == Form.PARTS) {
      return new Use(synthetic.partsOf(parts.get(), spot), Cardinality.IMPLICIT, Form.PARTS);
    }
    ProtoType found = forms.get(spot.form());
    if (found == null) {
      Set<Form> choices = EnumSet.copyOf(forms.keySet());
      parts.ifPresent(some -> choices.add(Form.PARTS));
      findings.add(
          Code.BAD_ANNOTATION,
          spot.origin(),
          "form " + spot.form() + " is not one of " + type,
          "A value could not be written so.",
          "use one of " + choices);
      return null;
    }
    warn(className, type, found, spot);
    ProtoType wished = scalar(type, found, spot);
    return wished == null ? null : new Use(wished, Cardinality.IMPLICIT, spot.form());
  }

  private void warn(String className, JavaType type, ProtoType found, Spot spot) {
    if (KnownTypes.isDynamic(className, found)) {
      findings.add(
          Code.DYNAMIC_VALUE,
          spot.origin(),
          type + " can be anything",
          "Its numbers become double, and no client knows what to expect.",
          "use a record or a sealed interface");
    } else if (KnownTypes.isLossy(className, spot.form())) {
      boolean isZone = spot.form() == Form.TIMESTAMP;
      findings.add(
          Code.LOSSY,
          spot.origin(),
          isZone
              ? "the zone of " + type + " is not written"
              : "what is below a millisecond of " + type + " is not written",
          isZone ? "A timestamp is a moment only." : "The form is MILLIS.",
          "use the usual form where it matters");
    }
  }

  private @Nullable ProtoType scalar(JavaType javaType, ProtoType usual, Spot spot) {
    if (spot.scalar().isEmpty()) {
      return usual;
    }
    Optional<ScalarType> wished = ScalarTypes.find(spot.scalar());
    boolean isScalar = usual instanceof ProtoType.Scalar;
    if (isScalar
        && wished.isPresent()
        && ScalarTypes.fits(((ProtoType.Scalar) usual).type(), wished.get())) {
      return new ProtoType.Scalar(wished.get());
    }
    findings.add(
        Code.BAD_ANNOTATION,
        spot.origin(),
        "type \"" + spot.scalar() + "\" does not fit " + javaType,
        "A value could not be written or read back.",
        isScalar
            ? "use one of " + ScalarTypes.choices(((ProtoType.Scalar) usual).type())
            : "leave it out");
    return null;
  }
}
