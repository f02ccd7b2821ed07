package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import java.util.ArrayList;
import java.util.List;

/** What a type can be: permitted, or listed by an annotation. */
final class SubTypes {

  private SubTypes() {}

  /** Binary names; empty if the type is open or stands for itself. */
  static List<String> of(JavaClass type) {
    if (!type.permitted().isEmpty()) {
      return type.permitted();
    }
    List<String> listed = new ArrayList<>();
    for (Object part : Annotated.of(type.annotations(), Annotated.SUB_TYPES).parts("value")) {
      add(listed, part);
    }
    if (listed.isEmpty()) {
      for (Object part :
          Annotated.of(type.annotations(), Annotated.JSON_SUB_TYPES).parts("value")) {
        if (part instanceof JavaAnnotation one) {
          add(listed, one.values().get("value"));
        }
      }
    }
    return listed;
  }

  private static void add(List<String> to, @org.jspecify.annotations.Nullable Object value) {
    if (value instanceof JavaAnnotation.ClassLiteral literal
        && literal.type() instanceof JavaType.Named named) {
      to.add(named.className());
    }
  }
}
