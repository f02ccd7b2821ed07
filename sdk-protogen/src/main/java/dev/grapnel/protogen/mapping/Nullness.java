package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaType;
import java.util.Set;

/** Reads the annotations that say whether null is a value, whoever's they are. */
final class Nullness {

  private static final Set<String> NULLABLE = Set.of("Nullable", "CheckForNull", "NullableDecl");

  private Nullness() {}

  /** Whether a declaration or its type says that null is a value. */
  static boolean isNullable(Annotations declaration, JavaType type) {
    return isNullable(declaration) || isNullable(type.annotations());
  }

  private static boolean isNullable(Annotations annotations) {
    return NULLABLE.stream().anyMatch(annotations::hasNamed);
  }
}
