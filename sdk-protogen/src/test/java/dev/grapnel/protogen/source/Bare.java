package dev.grapnel.protogen.source;

import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaField;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaParameter;
import dev.grapnel.protogen.model.SourceLocation;
import java.util.List;

/** Classes without what only sources tell: comments, locations, parameter names. */
final class Bare {

  private Bare() {}

  static JavaClass of(JavaClass full) {
    return new JavaClass(
        full.name(),
        full.packageName(),
        full.simpleName(),
        full.outer(),
        full.kind(),
        full.modifiers(),
        full.typeParameters(),
        full.superclass(),
        full.interfaces(),
        full.permitted(),
        fields(full.components()),
        fields(full.constants()),
        fields(full.fields()),
        methods(full.methods()),
        methods(full.constructors()),
        full.annotations(),
        null,
        SourceLocation.UNKNOWN);
  }

  private static List<JavaField> fields(List<JavaField> full) {
    return full.stream()
        .map(
            each ->
                new JavaField(
                    each.name(),
                    each.type(),
                    each.modifiers(),
                    each.annotations(),
                    null,
                    SourceLocation.UNKNOWN))
        .toList();
  }

  private static List<JavaMethod> methods(List<JavaMethod> full) {
    return full.stream()
        .map(
            each ->
                new JavaMethod(
                    each.name(),
                    each.returns(),
                    each.parameters().stream()
                        .map(one -> new JavaParameter(null, one.type(), one.annotations()))
                        .toList(),
                    each.typeParameters(),
                    each.modifiers(),
                    each.annotations(),
                    null,
                    SourceLocation.UNKNOWN))
        .toList();
  }
}
