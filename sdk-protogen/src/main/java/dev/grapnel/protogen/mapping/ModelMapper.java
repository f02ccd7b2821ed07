package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Maps classes, and all that they use, to messages and enums without numbers. Not thread-safe.
 *
 * <p>Recursion takes no stack: what is used is queued, and defined when its turn comes.
 */
public final class ModelMapper {

  private final DefinedTypes defined = new DefinedTypes();
  private final Definitions definitions;
  private final TypeMapper types;
  private final FieldMaker fields;
  private final MessageMaker messages;
  private final EnumMaker enums;
  private final References references;
  private final Findings findings;

  /**
   * Makes a mapper.
   *
   * @param classes where classes are found
   * @param options how they are mapped
   * @param diagnostics where findings go
   */
  public ModelMapper(ClassSource classes, MappingOptions options, Diagnostics diagnostics) {
    this(classes, options, diagnostics, ProtobufClasses.none(), FieldRules.NONE);
  }

  /**
   * Makes a mapper for classes that hold messages of protoc, or have constraints.
   *
   * @param classes where classes are found
   * @param options how they are mapped
   * @param diagnostics where findings go
   * @param protobuf which messages the classes of protoc stand for
   * @param rules what the constraints of fields are
   */
  public ModelMapper(
      ClassSource classes,
      MappingOptions options,
      Diagnostics diagnostics,
      ProtobufClasses protobuf,
      FieldRules rules) {
    findings = new Findings(diagnostics);
    definitions = new Definitions(classes, options.packages(), findings, defined, protobuf);
    types = new TypeMapper(findings, definitions, new Synthetic(defined, findings));
    fields = new FieldMaker(types, options, rules, findings);
    messages = new MessageMaker(classes, fields, findings);
    enums = new EnumMaker(findings);
    references = new References(findings);
  }

  /**
   * Maps a class that is asked for by name.
   *
   * @param type the class, with arguments if it is generic
   * @param origin for findings
   * @return its message or enum; null if there is a finding against it
   */
  public @Nullable ProtoType add(JavaType.Named type, Origin origin) {
    if (isPart(type)) {
      findings.add(
          Code.NOT_A_MODEL,
          origin,
          type + " is a value and no model",
          "Values are written as fields of messages.",
          "name a record, a bean, an enum or a sealed type");
      return null;
    }
    Use use = types.map(type, Spot.of("", "", "", Annotations.NONE, origin));
    define();
    return use == null ? null : use.type();
  }

  private static boolean isPart(JavaType.Named type) {
    return TypeMapper.isValue(type) || KnownTypes.formsOf(type.className()).isPresent();
  }

  /**
   * Makes a field of something that is no property of a class: a parameter, for example.
   *
   * @param name its name in Java
   * @param type its type, without type variables
   * @param annotations its annotations
   * @param place the message it is for
   * @param origin for findings
   * @return the field without a number; null if there is a finding against it
   */
  public @Nullable ProtoField field(
      String name, JavaType type, Annotations annotations, MessagePlace place, Origin origin) {
    Property property =
        new Property(
            name,
            type,
            annotations,
            Annotated.jsonName(annotations).orElse(null),
            Property.Source.COMPONENT,
            null,
            origin.location(),
            origin.subject());
    ProtoField made = fields.make(property, type, place);
    define();
    return made;
  }

  /**
   * Adds a message that was made elsewhere, for example the request of a call.
   *
   * @param packageName its protobuf package
   * @param message the message
   */
  public void define(String packageName, ProtoMessage message) {
    defined.add(packageName, message);
  }

  /**
   * Finds what was made of a class.
   *
   * @param type what {@link #add} told
   * @return the message; empty for enums and for types that are not generated
   */
  public Optional<ProtoMessage> message(ProtoType type) {
    return defined.message(type);
  }

  /**
   * Tells the protobuf package of a class.
   *
   * @param type the class
   * @return its package
   */
  public String packageOf(JavaClass type) {
    return definitions.packageOf(type);
  }

  /**
   * Tells all that was defined.
   *
   * @return the contents by protobuf package, sorted
   */
  public SortedMap<String, PackageContents> contents() {
    return defined.contents();
  }

  private void define() {
    for (Definitions.Pending next = definitions.next(); next != null; next = definitions.next()) {
      JavaClass declaration = next.declaration();
      String packageName = definitions.packageOf(declaration);
      if (declaration.is(ClassKind.ENUM)) {
        defined.add(packageName, enums.make(declaration, next.name()));
      } else {
        ProtoMessage made = messages.make(next.type(), declaration, next.name(), packageName);
        defined.add(packageName, made);
        references.add(declaration, made);
      }
    }
  }
}
