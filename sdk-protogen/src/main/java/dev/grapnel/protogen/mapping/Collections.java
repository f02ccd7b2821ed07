package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.ScalarType;
import org.jspecify.annotations.Nullable;

/** Arrays, collections and maps. What protobuf cannot nest goes into a message of its own. */
final class Collections {

  private static final int DEEPEST = 8;
  private final TypeMapper types;
  private final Synthetic synthetic;
  private final Findings findings;

  Collections(TypeMapper types, Synthetic synthetic, Findings findings) {
    this.types = types;
    this.synthetic = synthetic;
    this.findings = findings;
  }

  static boolean isCollection(JavaType.Named type) {
    return CollectionTypes.isList(type.className()) || CollectionTypes.isMap(type.className());
  }

  @Nullable Use array(JavaType.Array array, Spot spot) {
    if (array.element() instanceof JavaType.Primitive element && element.name().equals("byte")) {
      return types.bytes(array, spot);
    }
    return repeated(array, array.element(), spot);
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
    return isMap ? map(type, spot) : repeated(type, type.arguments().get(0), spot);
  }

  private @Nullable Use repeated(JavaType whole, JavaType element, Spot spot) {
    Use use = isTooDeep(whole, spot) ? null : types.map(element, spot.element());
    return use == null
        ? null
        : wrapped(new Use(held(use, element, spot), Cardinality.REPEATED, use.form()), spot);
  }

  private boolean isTooDeep(JavaType type, Spot spot) {
    if (spot.depth() < DEEPEST) {
      return false;
    }
    findings.add(
        Code.TOO_DEEP,
        spot.origin(),
        "a " + type + " is within " + DEEPEST + " other collections",
        "Each of them needs a message of its own.",
        "use a record for what is inside");
    return true;
  }

  /** What an element is in a place that takes neither collections nor null. */
  private ProtoType held(Use use, JavaType type, Spot spot) {
    if (use.isRepeated()) {
      return synthetic.listOf(use.type(), spot);
    }
    boolean canBeAbsent =
        TypeMapper.isOptional(type) || Nullness.isNullable(Annotations.NONE, type);
    return canBeAbsent ? synthetic.valueOf(use.type(), spot) : use.type();
  }

  /** A collection in a message of its own can be absent. */
  private Use wrapped(Use repeated, Spot spot) {
    return spot.form() == Form.WRAPPED
        ? new Use(synthetic.listOf(repeated.type(), spot), Cardinality.IMPLICIT, Form.WRAPPED)
        : repeated;
  }

  private @Nullable Use map(JavaType.Named type, Spot spot) {
    JavaType keyType = type.arguments().get(0);
    JavaType valueType = type.arguments().get(1);
    if (isNamed(valueType, "java.lang.Object") && isNamed(keyType, "java.lang.String")) {
      return types.struct(type, spot);
    }
    if (isTooDeep(type, spot)) {
      return null;
    }
    boolean isForKey = types.isEnum(keyType);
    Use key = types.map(keyType, isForKey ? spot.mapKey() : spot.mapKey().plain());
    Spot inner = spot.element();
    boolean isTaken = isForKey && spot.mapKey().form() != Form.PLAIN;
    Use value = types.map(valueType, isTaken ? inner.plain() : inner);
    if (key == null || value == null) {
      return null;
    }
    ProtoType held = held(value, valueType, spot);
    if (key.type() instanceof ProtoType.Scalar scalar
        && scalar.type().isMapKey()
        && !key.isRepeated()) {
      return wrapped(
          new Use(mapOf(scalar.type(), held), Cardinality.REPEATED, form(key, value)), spot);
    }
    findings.add(
        Code.ENTRY_MESSAGE,
        spot.origin(),
        "a protobuf map cannot have keys of " + keyType,
        "A list of entries is generated: keys are not unique on the wire, the last one holds.",
        "use text or whole numbers for keys, or leave it so");
    ProtoType entry = synthetic.entryOf(held(key, keyType, spot), held, spot);
    return wrapped(Use.repeated(entry), spot);
  }

  private static ProtoType mapOf(ScalarType key, ProtoType value) {
    return new ProtoType.MapOf(key, value);
  }

  private static Form form(Use key, Use value) {
    return key.form() != Form.PLAIN ? key.form() : value.form();
  }

  private static boolean isNamed(JavaType type, String className) {
    return type instanceof JavaType.Named named && named.className().equals(className);
  }
}
