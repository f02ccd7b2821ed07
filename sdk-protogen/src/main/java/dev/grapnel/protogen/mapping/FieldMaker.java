package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes fields of properties, parameters and cases. */
final class FieldMaker {

  private static final int LARGEST = 536_870_911;

  private final TypeMapper types;
  private final MappingOptions options;
  private final Findings findings;

  FieldMaker(TypeMapper types, MappingOptions options, Findings findings) {
    this.types = types;
    this.options = options;
    this.findings = findings;
  }

  @Nullable ProtoField make(
      Property property, JavaType type, String message, String packageName, String messageKey) {
    Origin origin = new Origin(property.location(), property.subject());
    Spot spot =
        new Spot(
            packageName,
            message + FieldNames.pascal(property.name()),
            messageKey + "#" + property.name(),
            property.annotations(),
            origin);
    Use use = types.map(type, spot);
    if (use == null) {
      return null;
    }
    JavaAnnotation wishes = spot.wishes();
    String name = name(property, wishes, origin);
    return new ProtoField(
        property.name(),
        name,
        number(wishes, origin),
        use.type(),
        cardinality(use, property, type, wishes, origin),
        null,
        jsonName(property, name),
        use.form(),
        Annotated.texts(wishes, "formerly"),
        wishes.flag("revive", false),
        List.of(),
        property.comment(),
        origin);
  }

  /** A case of a oneof. */
  @Nullable ProtoField choice(
      String className,
      String oneof,
      String packageName,
      String message,
      String key,
      Origin origin) {
    String simple =
        className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    Spot spot =
        new Spot(packageName, message + simple, key + "#" + simple, Annotations.NONE, origin);
    Use use = types.map(JavaType.named(className), spot);
    String name = FieldNames.snake(simple);
    return use == null
        ? null
        : new ProtoField(
            className,
            name,
            0,
            use.type(),
            Cardinality.IMPLICIT,
            oneof.equals(name) ? oneof + "_kind" : oneof,
            null,
            Form.PLAIN,
            List.of(),
            false,
            List.of(),
            null,
            origin);
  }

  private String name(Property property, JavaAnnotation wishes, Origin origin) {
    Optional<String> given = wishes.text("name");
    String name =
        given.orElseGet(
            () ->
                FieldNames.snake(
                    Annotated.jsonName(property.annotations()).orElse(property.name())));
    boolean isGood = name.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    if (!isGood) {
      findings.add(
          Code.BAD_NAME,
          origin,
          "\"" + name + "\" is no name for a field",
          "Names of fields are lower case, with single underscores between letters and digits.",
          "annotate with @ProtoField(name = \"…\")");
    }
    return name;
  }

  private int number(JavaAnnotation wishes, Origin origin) {
    long number = wishes.number("value", 0);
    if (number < 0 || number > LARGEST || (number >= 19_000 && number <= 19_999)) {
      findings.add(
          Code.BAD_ANNOTATION,
          origin,
          "its number is " + number,
          "Fields have numbers from 1 to 536870911; 19000 to 19999 belong to protobuf.",
          "use another number, or leave it to the lock");
      return 0;
    }
    return (int) number;
  }

  private Cardinality cardinality(
      Use use, Property property, JavaType type, JavaAnnotation wishes, Origin origin) {
    String presence = wishes.constant("presence").orElse("DEFAULT");
    if (use.isRepeated() || !use.optional().cardinality().equals(Cardinality.OPTIONAL)) {
      if (presence.equals("EXPLICIT") && use.isRepeated()) {
        findings.add(
            Code.BAD_ANNOTATION,
            origin,
            "a repeated field cannot be absent",
            "Protobuf cannot tell no collection from an empty one.",
            "use @ProtoField(form = WRAPPED)");
      }
      return use.cardinality();
    }
    if (presence.equals("EXPLICIT")) {
      return Cardinality.OPTIONAL;
    }
    if (presence.equals("IMPLICIT")) {
      return Cardinality.IMPLICIT;
    }
    boolean isReference = !(type instanceof JavaType.Primitive);
    boolean nullable = Nullness.isNullable(property.annotations(), type);
    boolean all = options.allPresent() && !use.isEnum();
    return isReference && (nullable || all) ? Cardinality.OPTIONAL : use.cardinality();
  }

  private @Nullable String jsonName(Property property, String name) {
    Optional<String> given = Annotated.jsonName(property.annotations());
    String wanted =
        given.orElse(options.allJsonNames() ? property.name() : FieldNames.jsonName(name));
    return wanted.equals(FieldNames.jsonName(name)) ? null : wanted;
  }

  /** protoc refuses two fields of one JSON name. */
  void checkNames(List<ProtoField> fields) {
    Map<String, ProtoField> names = new HashMap<>();
    for (ProtoField field : fields) {
      String json = field.jsonName() != null ? field.jsonName() : FieldNames.jsonName(field.name());
      ProtoField other = names.putIfAbsent(json, field);
      if (other != null) {
        findings.add(
            Code.JSON_NAME_CLASH,
            field.origin(),
            "it shares the JSON name \"" + json + "\" with " + other.origin().subject(),
            "protoc refuses this.",
            "annotate one of them with @ProtoField(name = \"…\")");
      }
    }
  }
}
