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
 * @param comment its comment
 * @param location where it is declared
 * @param owner the simple name of the class that declares it
 */
record Property(
    String name,
    JavaType type,
    Annotations annotations,
    @Nullable String comment,
    SourceLocation location,
    String owner) {

  /** What a finding is about. */
  String subject() {
    return owner + "." + name;
  }
}
