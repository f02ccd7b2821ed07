package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * A value that a class holds, however it is told: a record's component, a field, a getter.
 *
 * @param name the Java name
 * @param type its type, as declared where it is declared
 * @param annotations those of the field, the getter and the setter together
 * @param jsonName the name that Jackson is told to use; null if it is not told
 * @param source where it is told
 * @param comment its comment
 * @param location where it is declared
 * @param owner the simple name of the class that declares it
 */
record Property(
    String name,
    JavaType type,
    Annotations annotations,
    @Nullable String jsonName,
    Source source,
    @Nullable String comment,
    SourceLocation location,
    String owner) {

  /** What tells that there is a property. */
  enum Source {
    /** A record's component, or a parameter. */
    COMPONENT,
    /** A field. */
    FIELD,
    /** A getter, without a field of its name. */
    GETTER
  }

  /** What a finding is about. */
  String subject() {
    return owner + "." + name;
  }
}
