package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.FieldRule;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.List;

/** Makes the constraints of a field of what is said of its property. */
@FunctionalInterface
public interface FieldRules {

  /** Makes none. */
  FieldRules NONE = (annotations, type, holds, cardinality, origin) -> List.of();

  /**
   * Makes the constraints of a field.
   *
   * @param annotations those of the field, the getter and the setter together
   * @param type the property's type without variables, with the annotations of its elements
   * @param holds what the field holds
   * @param cardinality how often the field is there
   * @param origin for findings
   * @return the constraints, in the order they are printed
   */
  List<FieldRule> of(
      Annotations annotations,
      JavaType type,
      ProtoType holds,
      Cardinality cardinality,
      Origin origin);
}
