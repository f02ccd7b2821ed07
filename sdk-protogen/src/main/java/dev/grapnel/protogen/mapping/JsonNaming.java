package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names that Jackson writes, where a class says how: {@code @JsonNaming}. */
final class JsonNaming {

  private final String strategy;

  private JsonNaming(String strategy) {
    this.strategy = strategy;
  }

  static JsonNaming of(JavaClass type) {
    Object value = Annotated.of(type.annotations(), Annotated.JSON_NAMING).values().get("value");
    return value instanceof JavaAnnotation.ClassLiteral literal
            && literal.type() instanceof JavaType.Named named
        ? new JsonNaming(named.className().substring(named.className().lastIndexOf('$') + 1))
        : new JsonNaming("");
  }

  /** The JSON name of a property; null if nothing is said of it. */
  @Nullable String name(String property, Annotations annotations) {
    return Annotated.jsonName(annotations).orElseGet(() -> ofStrategy(property));
  }

  private @Nullable String ofStrategy(String property) {
    return switch (strategy) {
      case "LowerCamelCaseStrategy" -> property;
      case "UpperCamelCaseStrategy" ->
          Character.toUpperCase(property.charAt(0)) + property.substring(1);
      case "LowerCaseStrategy" -> property.toLowerCase(Locale.ROOT);
      case "SnakeCaseStrategy" -> separated(property, '_');
      case "UpperSnakeCaseStrategy" -> separated(property, '_').toUpperCase(Locale.ROOT);
      case "KebabCaseStrategy" -> separated(property, '-');
      case "LowerDotCaseStrategy" -> separated(property, '.');
      default -> null;
    };
  }

  /** As Jackson does: one separator before a run of capitals. */
  private static String separated(String property, char separator) {
    StringBuilder name = new StringBuilder();
    boolean wasCapital = true;
    for (int i = 0; i < property.length(); i++) {
      char c = property.charAt(i);
      boolean isCapital = Character.isUpperCase(c);
      if (isCapital && !wasCapital && name.charAt(name.length() - 1) != separator) {
        name.append(separator);
      }
      name.append(Character.toLowerCase(c));
      wasCapital = isCapital;
    }
    return name.toString();
  }
}
