package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes messages of classes: of records and beans, and of types that can be one of several. */
final class MessageMaker {

  private final ClassSource classes;
  private final FieldMaker fields;
  private final Findings findings;

  MessageMaker(ClassSource classes, FieldMaker fields, Findings findings) {
    this.classes = classes;
    this.fields = fields;
    this.findings = findings;
  }

  ProtoMessage make(JavaType.Named type, JavaClass declaration, String name, String packageName) {
    Origin origin = new Origin(declaration.location(), type.toString());
    String key = Names.key(type);
    List<String> choices = SubTypes.of(declaration);
    List<ProtoField> made =
        choices.isEmpty()
            ? properties(type, declaration, name, packageName, key)
            : cases(choices, name, packageName, key, origin);
    fields.checkNames(made);
    return new ProtoMessage(
        key,
        name,
        made,
        List.of(),
        Annotated.texts(Annotated.of(declaration.annotations(), Annotated.MESSAGE), "formerly"),
        declaration.comment(),
        origin);
  }

  private List<ProtoField> properties(
      JavaType.Named type, JavaClass declaration, String name, String packageName, String key) {
    List<ProtoField> made = new ArrayList<>();
    Map<String, Property> seen = new HashMap<>();
    collect(
        declaration,
        type.arguments(),
        (property, bindings) -> {
          Property other = seen.putIfAbsent(property.name(), property);
          if (other != null) {
            clash(property, other);
            return;
          }
          ProtoField field =
              fields.make(property, bindings.resolve(property.type()), name, packageName, key);
          if (field != null) {
            made.add(field);
          }
        });
    return made;
  }

  /** Someone who takes properties, those of the class above first. */
  private interface Taker {
    void take(Property property, Bindings bindings);
  }

  private void collect(JavaClass declaration, List<JavaType> arguments, Taker taker) {
    Bindings bindings = Bindings.of(declaration, arguments);
    if (declaration.is(ClassKind.CLASS)
        && declaration.superclass() instanceof JavaType.Named above
        && !above.className().startsWith("java.")) {
      JavaType.Named resolved = (JavaType.Named) bindings.resolve(above);
      classes
          .find(resolved.className())
          .ifPresent(parent -> collect(parent, resolved.arguments(), taker));
    }
    Properties.of(declaration).forEach(property -> taker.take(property, bindings));
  }

  private void clash(Property property, Property other) {
    // An overridden getter is the same property; a field of the same name is another.
    if (property.type().equals(other.type()) && property.owner().equals(other.owner())) {
      return;
    }
    findings.add(
        Code.PROPERTY_CLASH,
        new Origin(property.location(), property.subject()),
        "it is declared by " + other.owner() + ", too",
        "A message has one field of a name.",
        "rename one of them, or annotate one with @ProtoIgnore");
  }

  private List<ProtoField> cases(
      List<String> choices, String name, String packageName, String key, Origin origin) {
    List<ProtoField> made = new ArrayList<>();
    String oneof = FieldNames.snake(name);
    for (String choice : choices) {
      ProtoField field = fields.choice(choice, oneof, packageName, name, key, origin);
      if (field != null) {
        made.add(field);
      }
    }
    return made;
  }
}
