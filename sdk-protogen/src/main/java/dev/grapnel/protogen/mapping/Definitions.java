package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.Modifier;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Defines what is used, each once: messages, enums, and the messages that collections need. */
final class Definitions {

  /** A class with its arguments, to be defined when its turn comes: recursion needs no stack. */
  record Pending(JavaType.Named type, JavaClass declaration) {}

  private final ClassSource classes;
  private final PackageNames packages;
  private final Findings findings;
  private final DefinedTypes defined;
  private final Set<String> seen = new HashSet<>();
  private final Set<String> failed = new HashSet<>();
  private final Deque<Pending> pending = new ArrayDeque<>();

  Definitions(ClassSource classes, PackageNames packages, Findings findings, DefinedTypes defined) {
    this.classes = classes;
    this.packages = packages;
    this.findings = findings;
    this.defined = defined;
  }

  @Nullable Pending next() {
    return pending.poll();
  }

  /** Tells what a class is called by, and sees to it that it is defined. */
  @Nullable Use use(JavaType.Named type, Spot spot) {
    String key = Names.key(type);
    Optional<JavaClass> found = classes.find(type.className());
    if (failed.contains(key) || !isModel(type, found, spot)) {
      failed.add(key);
      return null;
    }
    JavaClass declaration = found.get();
    if (seen.add(key)) {
      defined.name(key, nameOf(type, declaration));
      pending.add(new Pending(type, declaration));
    }
    return Use.once(
        declaration.is(ClassKind.ENUM) ? new ProtoType.EnumOf(key) : new ProtoType.MessageOf(key));
  }

  private boolean isModel(JavaType.Named type, Optional<JavaClass> found, Spot spot) {
    if (Refusals.find(type.className(), found).isPresent()) {
      Refusals.Refusal refusal = Refusals.find(type.className(), found).get();
      findings.add(
          refusal.code(),
          spot.origin(),
          type.className().replace('$', '.') + " " + refusal.problem(),
          refusal.why(),
          refusal.fix());
      return false;
    }
    JavaClass declaration = found.get();
    if (declaration.typeParameters().size() != type.arguments().size()) {
      findings.add(
          Code.UNRESOLVED_TYPE,
          spot.origin(),
          type + " is used without its arguments",
          "Protobuf has no generic messages: one is generated for each use with its arguments.",
          "use it with arguments, as in " + type + "<String>");
      return false;
    }
    if (isOpen(declaration)) {
      findings.add(
          Code.OPEN_TYPE,
          spot.origin(),
          type + " is an open type",
          "What a value can be must be known when the schema is made.",
          "make it sealed, or list what it can be with @ProtoSubTypes");
      return false;
    }
    return true;
  }

  private static boolean isOpen(JavaClass type) {
    boolean isAbstract =
        type.is(ClassKind.INTERFACE) || (type.is(ClassKind.CLASS) && type.has(Modifier.ABSTRACT));
    return isAbstract && SubTypes.of(type).isEmpty();
  }

  private String nameOf(JavaType.Named type, JavaClass declaration) {
    String annotation = declaration.is(ClassKind.ENUM) ? Annotated.ENUM : Annotated.MESSAGE;
    return Annotated.of(declaration.annotations(), annotation)
        .text("name")
        .orElseGet(() -> Names.instance(Names.message(declaration), type.arguments()));
  }

  String packageOf(JavaClass type) {
    return packages.protobufPackage(type.packageName());
  }

  /** The message that holds a list, one for each kind of element in a package. */
  ProtoType listOf(ProtoType element, Spot spot) {
    boolean isMap = element instanceof ProtoType.MapOf;
    String name = elementName(element) + (isMap ? "" : "List");
    String key = "list:" + spot.packageName() + ":" + name;
    if (seen.add(key)) {
      defined.add(
          spot.packageName(),
          new ProtoMessage(
              key,
              name,
              List.of(field("items", element, Cardinality.REPEATED, spot.origin())),
              List.of(),
              List.of(),
              null,
              spot.origin()));
    }
    return new ProtoType.MessageOf(key);
  }

  private String elementName(ProtoType type) {
    if (type instanceof ProtoType.Scalar scalar) {
      return FieldNames.pascal(scalar.type().keyword());
    }
    if (type instanceof ProtoType.MapOf map) {
      return FieldNames.pascal(map.key().keyword()) + "To" + elementName(map.value()) + "Map";
    }
    if (type instanceof ProtoType.External external) {
      return external.fullName().substring(external.fullName().lastIndexOf('.') + 1);
    }
    return defined.nameOf(type);
  }

  /** The message of an entry, where protobuf has no map for its keys. */
  ProtoType entryOf(Use key, ProtoType value, Spot spot) {
    String known = "entry:" + spot.key();
    if (seen.add(known)) {
      defined.add(
          spot.packageName(),
          new ProtoMessage(
              known,
              spot.name() + "Entry",
              List.of(
                  field("key", key.type(), Cardinality.IMPLICIT, spot.origin()),
                  field("value", value, Cardinality.IMPLICIT, spot.origin())),
              List.of(),
              List.of(),
              null,
              spot.origin()));
    }
    return new ProtoType.MessageOf(known);
  }

  private static ProtoField field(
      String name, ProtoType type, Cardinality cardinality, Origin origin) {
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
        origin);
  }
}
