package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.Modifier;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sees to it that each class that is used is defined once. */
final class Definitions {

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]*");
  private static final Pattern PACKAGE =
      Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*(\\.[a-z][a-z0-9]*(_[a-z0-9]+)*)*");

  /** A class with its arguments, to be defined when its turn comes: recursion needs no stack. */
  record Pending(JavaType.Named type, JavaClass declaration, String name) {}

  private static final int DEEPEST = 8;
  private static final Set<String> PROTOBUF =
      Set.of("com.google.protobuf.MessageLite", "com.google.protobuf.Internal$EnumLite");

  private final ClassSource classes;
  private final PackageNames packages;
  private final Findings findings;
  private final DefinedTypes defined;
  private final ProtobufClasses protobuf;
  private final Refusals refusals;
  private final Set<String> seen = new HashSet<>();
  private final Deque<Pending> pending = new ArrayDeque<>();

  Definitions(
      ClassSource classes,
      PackageNames packages,
      Findings findings,
      DefinedTypes defined,
      ProtobufClasses protobuf) {
    this.classes = classes;
    this.packages = packages;
    this.findings = findings;
    this.defined = defined;
    this.protobuf = protobuf;
    this.refusals = new Refusals(classes);
  }

  @Nullable Pending next() {
    return pending.poll();
  }

  boolean isEnum(JavaType.Named type) {
    return classes
        .find(type.className())
        .filter(found -> found.is(ClassKind.ENUM) && !isOfProtobuf(found))
        .isPresent();
  }

  private boolean isOfProtobuf(JavaClass type) {
    return Supertypes.find(classes, type, PROTOBUF::contains).isPresent();
  }

  /** Tells what a class is called by, and sees to it that it is defined. */
  @Nullable Use use(JavaType.Named given, Spot spot) {
    Optional<JavaClass> found = classes.find(given.className());
    if (found.isPresent() && isOfProtobuf(found.get())) {
      return external(given, spot);
    }
    if (!isData(given, found, spot)) {
      return null;
    }
    JavaClass declaration = found.get();
    JavaType.Named type = Bindings.bare(bounded(given, declaration));
    if (!isClosed(type, declaration, spot)) {
      return null;
    }
    String key = Names.key(type);
    if (seen.add(key)) {
      String name = Names.of(type, declaration);
      defined.name(key, name);
      pending.add(new Pending(type, declaration, name));
      checkNames(declaration, name);
    }
    return Use.once(
        declaration.is(ClassKind.ENUM) ? new ProtoType.EnumOf(key) : new ProtoType.MessageOf(key));
  }

  private @Nullable Use external(JavaType.Named type, Spot spot) {
    Optional<ProtoType.External> found = protobuf.find(type.className());
    if (found.isEmpty()) {
      findings.add(
          Code.NO_PROTOBUF_FORM,
          spot.origin(),
          type.className().replace('$', '.') + " is a class of protoc whose .proto is not known",
          "Its code alone tells the file, and it could not be asked.",
          "add its jar to the class path, or use a record of your own");
    }
    return found.map(Use::once).orElse(null);
  }

  private boolean isData(JavaType.Named type, Optional<JavaClass> found, Spot spot) {
    Optional<Refusals.Refusal> refused = refusals.find(type.className(), found);
    if (refused.isEmpty()) {
      return true;
    }
    findings.add(
        refused.get().code(),
        spot.origin(),
        type.className().replace('$', '.') + " " + refused.get().problem(),
        refused.get().why(),
        refused.get().fix());
    return false;
  }

  /** What is asked for with a wildcard holds what its parameter allows at least. */
  private static JavaType.Named bounded(JavaType.Named type, JavaClass declaration) {
    if (declaration.typeParameters().size() != type.arguments().size()) {
      return type;
    }
    List<JavaType> arguments = new ArrayList<>();
    for (int i = 0; i < type.arguments().size(); i++) {
      JavaType argument = Bindings.NONE.resolve(type.arguments().get(i));
      List<JavaType> bounds = declaration.typeParameters().get(i).bounds();
      boolean isOpen = argument instanceof JavaType.Wildcard && !bounds.isEmpty();
      arguments.add(isOpen ? bounds.get(0) : argument);
    }
    return new JavaType.Named(type.className(), arguments, type.annotations());
  }

  private boolean isClosed(JavaType.Named type, JavaClass declaration, Spot spot) {
    JavaType open = Bindings.openPart(type);
    if (declaration.typeParameters().size() != type.arguments().size() || open != null) {
      findings.add(
          Code.UNRESOLVED_TYPE,
          spot.origin(),
          open == null
              ? type + " is used without its arguments"
              : open + " stands for nothing in " + type,
          "Protobuf has no generic messages: one is generated for each use with its arguments.",
          "use it with arguments, as in " + Names.simple(type) + "<String>");
      return false;
    }
    if (Bindings.depth(type) > DEEPEST) {
      findings.add(
          Code.TOO_DEEP,
          spot.origin(),
          Names.simple(type) + " is used with arguments more than " + DEEPEST + " deep",
          "A message is generated for each use; a type that holds itself with more has no last one.",
          "use a record for what is inside");
      return false;
    }
    return isKnownWhole(type, declaration, spot);
  }

  private boolean isKnownWhole(JavaType.Named type, JavaClass declaration, Spot spot) {
    boolean isAbstract = declaration.is(ClassKind.INTERFACE) || declaration.has(Modifier.ABSTRACT);
    boolean hasChoices = !SubTypes.of(declaration).isEmpty();
    if (declaration.is(ClassKind.ENUM) || isAbstract == hasChoices) {
      return true;
    }
    findings.add(
        Code.OPEN_TYPE,
        spot.origin(),
        isAbstract ? type + " is an open type" : type + " has sub-types and is not abstract",
        isAbstract
            ? "What a value can be must be known when the schema is made."
            : "A value that is of no sub-type would have no place.",
        isAbstract
            ? "make it sealed, or list what it can be with @ProtoSubTypes"
            : "make it abstract");
    return false;
  }

  private void checkNames(JavaClass declaration, String name) {
    if (!NAME.matcher(name).matches()) {
      findings.add(
          Code.BAD_NAME,
          Names.origin(declaration),
          "\"" + Findings.bounded(name) + "\" is no name for a message or enum",
          "Such names begin with a capital, and have letters and digits of ASCII only.",
          declaration.is(ClassKind.ENUM)
              ? "annotate it with @ProtoEnum(name = \"…\")"
              : "annotate it with @ProtoMessage(name = \"…\")");
    }
    String packageName = packageOf(declaration);
    if (!PACKAGE.matcher(packageName).matches()) {
      findings.add(
          Code.BAD_NAME,
          Names.origin(declaration),
          "\"" + Findings.bounded(packageName) + "\" is no name for a package",
          "Names of packages are lower case, with letters and digits of ASCII only.",
          "choose a protobuf package for the Java package " + declaration.packageName());
    }
  }

  String packageOf(JavaClass type) {
    return packages.protobufPackage(type.packageName());
  }
}
