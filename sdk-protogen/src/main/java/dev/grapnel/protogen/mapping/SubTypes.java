package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** A sub-type with the arguments that its place in the given type asks for. */
  static JavaType.Named instance(String subType, JavaType.Named of, ClassSource classes) {
    Optional<JavaClass> found = classes.find(subType);
    if (found.isEmpty() || found.get().typeParameters().isEmpty()) {
      return JavaType.named(subType);
    }
    List<JavaType> above = new ArrayList<>(found.get().interfaces());
    if (found.get().superclass() != null) {
      above.add(found.get().superclass());
    }
    Bindings bindings =
        above.stream()
            .filter(each -> each instanceof JavaType.Named)
            .map(JavaType.Named.class::cast)
            .filter(each -> each.className().equals(of.className()))
            .findFirst()
            .map(each -> Bindings.matching(each, of))
            .orElse(Bindings.NONE);
    JavaType[] variables =
        found.get().typeParameters().stream()
            .map(each -> new JavaType.Variable(each.name(), Annotations.NONE))
            .toArray(JavaType[]::new);
    return bindings.resolve(JavaType.named(subType, variables));
  }

  /** What a case of the type is called: by an annotation, or as its class is. */
  static String nameOf(String subType, JavaClass of, ClassSource classes) {
    Optional<JavaClass> found = classes.find(subType);
    Annotations own = found.map(JavaClass::annotations).orElse(Annotations.NONE);
    return Annotated.of(own, Annotated.MESSAGE)
        .text("name")
        .or(() -> listedName(subType, of))
        .or(() -> Annotated.of(own, Annotated.JSON_TYPE_NAME).text("value"))
        .orElseGet(
            () ->
                subType.substring(
                    Math.max(subType.lastIndexOf('.'), subType.lastIndexOf('$')) + 1));
  }

  private static Optional<String> listedName(String subType, JavaClass of) {
    for (Object part : Annotated.of(of.annotations(), Annotated.JSON_SUB_TYPES).parts("value")) {
      if (part instanceof JavaAnnotation one
          && subType.equals(className(one.values().get("value")))) {
        return one.text("name");
      }
    }
    return Optional.empty();
  }

  private static void add(List<String> to, @Nullable Object value) {
    String name = className(value);
    if (name != null) {
      to.add(name);
    }
  }

  private static @Nullable String className(@Nullable Object value) {
    return value instanceof JavaAnnotation.ClassLiteral literal
            && literal.type() instanceof JavaType.Named named
        ? named.className()
        : null;
  }
}
