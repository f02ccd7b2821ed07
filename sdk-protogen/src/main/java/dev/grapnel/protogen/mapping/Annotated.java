package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.annotation.ProtoEnum;
import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.annotation.ProtoIgnore;
import dev.grapnel.protogen.annotation.ProtoMessage;
import dev.grapnel.protogen.annotation.ProtoSubTypes;
import dev.grapnel.protogen.annotation.ProtoValue;
import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaAnnotation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of annotations that are asked for. Those of others are known by name only. */
final class Annotated {

  static final String FIELD = ProtoField.class.getName();
  static final String IGNORE = ProtoIgnore.class.getName();
  static final String MESSAGE = ProtoMessage.class.getName();
  static final String ENUM = ProtoEnum.class.getName();
  static final String VALUE = ProtoValue.class.getName();
  static final String SUB_TYPES = ProtoSubTypes.class.getName();
  static final String JACKSON = "com.fasterxml.jackson.annotation.";
  static final String JSON_PROPERTY = JACKSON + "JsonProperty";
  static final String JSON_IGNORE = JACKSON + "JsonIgnore";
  static final String JSON_IGNORE_PROPERTIES = JACKSON + "JsonIgnoreProperties";
  static final String JSON_SUB_TYPES = JACKSON + "JsonSubTypes";

  static final String JSON_TYPE_NAME = JACKSON + "JsonTypeName";
  static final String JSON_PROPERTY_ORDER = JACKSON + "JsonPropertyOrder";
  static final String JSON_CREATOR = JACKSON + "JsonCreator";
  static final String JSON_NAMING = "com.fasterxml.jackson.databind.annotation.JsonNaming";

  /**
   * What leaves a property out, whoever says it: persistence, binding, Jackson's back references.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          IGNORE,
          JACKSON + "JsonBackReference",
          "jakarta.persistence.Transient",
          "javax.persistence.Transient",
          "org.springframework.data.annotation.Transient",
          "java.beans.Transient");

  private static final JavaAnnotation NOTHING = new JavaAnnotation("", Map.of());

  private Annotated() {}

  /** The annotation, or one without any values. */
  static JavaAnnotation of(Annotations annotations, String className) {
    return annotations.find(className).orElse(NOTHING);
  }

  /** The texts of an array. */
  static List<String> texts(JavaAnnotation annotation, String element) {
    return annotation.parts(element).stream().map(String::valueOf).toList();
  }

  /** Whether a property is left out. */
  static boolean isIgnored(Annotations annotations) {
    return LEFT_OUT.stream().anyMatch(annotations::has)
        || annotations.find(JSON_IGNORE).map(one -> one.flag("value", true)).orElse(false);
  }

  /** The name that Jackson is told to use. */
  static Optional<String> jsonName(Annotations annotations) {
    return annotations.find(JSON_PROPERTY).flatMap(one -> one.text("value"));
  }
}
