package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes messages of classes: of records and beans, and of types that can be one of several. */
final class MessageMaker {

  /** A property as it is where it is used. */
  private record Resolved(Property property, JavaType type) {}

  private final ClassSource classes;
  private final FieldMaker fields;
  private final BeanChecks checks;
  private final Findings findings;

  MessageMaker(ClassSource classes, FieldMaker fields, Findings findings) {
    this.classes = classes;
    this.fields = fields;
    this.checks = new BeanChecks(classes, findings);
    this.findings = findings;
  }

  ProtoMessage make(JavaType.Named type, JavaClass declaration, String name, String packageName) {
    MessagePlace place = new MessagePlace(packageName, name, Names.key(type));
    Origin origin = new Origin(declaration.location(), type.toString());
    JavaAnnotation wishes = Annotated.of(declaration.annotations(), Annotated.MESSAGE);
    findings.checkWhole(wishes, origin);
    List<String> choices = SubTypes.of(declaration);
    List<ProtoField> made =
        choices.isEmpty()
            ? properties(type, declaration, place)
            : cases(choices, type, declaration, place);
    fields.checkNames(made);
    return new ProtoMessage(
        place.key(),
        name,
        made,
        List.of(),
        Annotated.texts(wishes, "formerly"),
        declaration.comment(),
        origin);
  }

  private List<ProtoField> properties(
      JavaType.Named type, JavaClass declaration, MessagePlace place) {
    Map<String, Resolved> found = new LinkedHashMap<>();
    collect(declaration, type.arguments(), found, new HashSet<>());
    checks.check(declaration, found.values().stream().map(Resolved::property).toList());
    List<ProtoField> made = new ArrayList<>();
    for (Resolved one : found.values()) {
      ProtoField field = fields.make(one.property(), one.type(), place);
      if (field != null) {
        made.add(field);
      }
    }
    return made;
  }

  /** Those of the class above come first. Class files of two builds can be above each other. */
  private void collect(
      JavaClass declaration,
      List<JavaType> arguments,
      Map<String, Resolved> found,
      Set<String> below) {
    Bindings bindings = Bindings.of(declaration, arguments);
    if (declaration.is(ClassKind.CLASS)
        && declaration.superclass() instanceof JavaType.Named above
        && !above.className().startsWith("java.")) {
      JavaType.Named resolved = bindings.resolve(above);
      Optional<JavaClass> parent = classes.find(resolved.className());
      below.add(declaration.name());
      if (below.contains(resolved.className())) {
        findings.add(
            Code.NOT_A_MODEL,
            Names.origin(declaration),
            "it extends " + resolved.className().replace('$', '.') + ", which extends it",
            "Class files of different builds have met: no JVM would load them.",
            "compile them anew, together");
      } else if (parent.isPresent()) {
        collect(parent.get(), resolved.arguments(), found, below);
      } else {
        findings.add(
            Code.CLASS_NOT_FOUND,
            Names.origin(declaration),
            resolved.className().replace('$', '.') + ", which it extends, is not found",
            "Its class file or source is needed to know what it holds.",
            "add it to the class path");
      }
    }
    for (Property property : Properties.of(declaration)) {
      Resolved one = new Resolved(property, bindings.resolve(property.type()));
      Resolved other = found.putIfAbsent(property.name(), one);
      if (other != null && property.source() != Property.Source.GETTER) {
        clash(property, other.property());
      }
    }
  }

  /** An overridden getter is the same property; a field of the same name is another. */
  private void clash(Property property, Property other) {
    findings.add(
        Code.PROPERTY_CLASH,
        new Origin(property.location(), property.subject()),
        "it is declared by " + other.owner() + ", too",
        "A message has one field of a name.",
        "rename one of them, or annotate one with @ProtoIgnore");
  }

  private List<ProtoField> cases(
      List<String> choices, JavaType.Named type, JavaClass declaration, MessagePlace place) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String choice : choices) {
      if (classes
          .find(choice)
          .filter(found -> Annotated.isIgnored(found.annotations()))
          .isEmpty()) {
        names.put(choice, SubTypes.nameOf(choice, declaration, classes));
      }
    }
    // A oneof and its cases are names of one message.
    String usual = FieldNames.snake(place.name());
    boolean isTaken = names.values().stream().map(FieldNames::snake).anyMatch(usual::equals);
    String oneof = isTaken ? usual + "_kind" : usual;
    List<ProtoField> made = new ArrayList<>();
    names.forEach(
        (choice, name) -> {
          ProtoField field =
              fields.choice(
                  SubTypes.instance(choice, type, classes),
                  name,
                  oneof,
                  place,
                  Names.origin(declaration));
          if (field != null) {
            made.add(field);
          }
        });
    return made;
  }
}
