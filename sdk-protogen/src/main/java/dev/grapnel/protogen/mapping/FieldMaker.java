package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes fields of properties, parameters and cases. */
final class FieldMaker {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final Pattern JSON_NAME = Pattern.compile("[ -~&&[^\"\\\\\\[]][ -~&&[^\"\\\\]]*");

  private static final int LARGEST = 536_870_911;

  private final TypeMapper types;
  private final MappingOptions options;
  private final FieldRules rules;
  private final Findings findings;

  FieldMaker(TypeMapper types, MappingOptions options, FieldRules rules, Findings findings) {
    this.types = types;
    this.options = options;
    this.rules = rules;
    this.findings = findings;
  }

  @Nullable ProtoField make(Property property, JavaType type, MessagePlace place) {
    Origin origin = new Origin(property.location(), property.subject());
    Spot spot =
        Spot.of(
            place.packageName(),
            place.name() + FieldNames.pascal(property.name()),
            place.key() + "#" + property.name(),
            property.annotations(),
            origin);
    Use use = types.map(type, spot);
    if (use == null) {
      return null;
    }
    JavaAnnotation wishes = Annotated.of(property.annotations(), Annotated.FIELD);
    findings.checkWhole(wishes, origin);
    String name = name(property, wishes, origin);
    Cardinality cardinality = cardinality(use, property, type, wishes, origin);
    return new ProtoField(
        property.name(),
        name,
        number(wishes, origin),
        use.type(),
        cardinality,
        null,
        jsonName(property, name, origin),
        use.form(),
        Annotated.texts(wishes, "formerly"),
        wishes.flag("revive", false),
        rules.of(property.annotations(), type, use.type(), cardinality, origin),
        property.comment(),
        origin);
  }

  /** A case of a oneof. */
  @Nullable ProtoField choice(
      JavaType.Named type, String caseName, String oneof, MessagePlace place, Origin origin) {
    String simple = FieldNames.pascal(caseName);
    Spot spot =
        Spot.of(
            place.packageName(),
            place.name() + simple,
            place.key() + "#" + simple,
            Annotations.NONE,
            origin);
    Use use = types.map(type, spot);
    return use == null
        ? null
        : new ProtoField(
            type.className(),
            checked(FieldNames.snake(caseName), origin, "@ProtoMessage(name = \"…\") at " + simple),
            0,
            use.type(),
            Cardinality.IMPLICIT,
            oneof,
            null,
            use.form(),
            List.of(),
            false,
            List.of(),
            null,
            origin);
  }

  private String name(Property property, JavaAnnotation wishes, Origin origin) {
    String own = Annotated.jsonName(property.annotations()).orElse(property.name());
    String name = wishes.text("name").orElseGet(() -> FieldNames.snake(own));
    return checked(name, origin, "@ProtoField(name = \"…\")");
  }

  private String checked(String name, Origin origin, String annotation) {
    if (!NAME.matcher(name).matches()) {
      findings.add(
          Code.BAD_NAME,
          origin,
          "\"" + Findings.bounded(name) + "\" is no name for a field",
          "Names of fields are lower case, with single underscores between letters and digits.",
          "annotate with " + annotation);
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

  private @Nullable String jsonName(Property property, String name, Origin origin) {
    String usual = FieldNames.jsonName(name);
    String given = property.jsonName();
    String wanted = given != null ? given : options.allJsonNames() ? property.name() : usual;
    if (!wanted.equals(usual) && !JSON_NAME.matcher(wanted).matches()) {
      findings.add(
          Code.BAD_NAME,
          origin,
          "\"" + Findings.bounded(wanted) + "\" is no JSON name",
          "JSON names are of ASCII, without quotes, and do not begin with a bracket.",
          "use another name in @JsonProperty");
    }
    return wanted.equals(usual) ? null : wanted;
  }

  /** protoc refuses two fields of one name, and two of one JSON name, told or not. */
  void checkNames(List<ProtoField> fields) {
    Map<String, ProtoField> names = new HashMap<>();
    Map<String, ProtoField> told = new HashMap<>();
    for (ProtoField field : fields) {
      String usual = FieldNames.jsonName(field.name());
      ProtoField other = names.putIfAbsent(usual, field);
      String json = field.jsonName() != null ? field.jsonName() : usual;
      ProtoField alike = told.putIfAbsent(json, field);
      if (other != null || alike != null) {
        findings.add(
            Code.JSON_NAME_CLASH,
            field.origin(),
            "it shares the JSON name \""
                + (other != null ? usual : json)
                + "\" with "
                + (other != null ? other : alike).origin().subject(),
            "protoc refuses this.",
            field.oneof() == null
                ? "annotate one of them with @ProtoField(name = \"…\")"
                : "annotate one of the classes with @ProtoMessage(name = \"…\")");
      }
    }
  }
}
