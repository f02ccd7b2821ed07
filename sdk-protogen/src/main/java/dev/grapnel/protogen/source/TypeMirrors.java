package dev.grapnel.protogen.source;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.TypeParameter;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Turns type mirrors into {@link JavaType}s. */
final class TypeMirrors {

  private final Elements elements;
  private final ClassText text;
  private final AnnotationMirrors annotations = new AnnotationMirrors(this);

  TypeMirrors(Elements elements, ClassText text) {
    this.elements = elements;
    this.text = text;
  }

  AnnotationMirrors annotations() {
    return annotations;
  }

  /** The binary name; of a class that is not there, what the imports make of the written name. */
  String name(TypeElement type) {
    return type.asType().getKind() == TypeKind.ERROR
        ? text.imported(type.getQualifiedName().toString())
        : elements.getBinaryName(type).toString();
  }

  List<TypeParameter> parameters(List<? extends TypeParameterElement> parameters) {
    return parameters.stream()
        .map(
            one ->
                new TypeParameter(
                    one.getSimpleName().toString(),
                    one.getBounds().stream()
                        .map(this::read)
                        .filter(each -> !isObject(each))
                        .toList()))
        .toList();
  }

  JavaType read(TypeMirror type) {
    Annotations found = annotations.read(type.getAnnotationMirrors());
    return switch (type.getKind()) {
      case DECLARED, ERROR -> named((DeclaredType) type, found);
      case ARRAY -> new JavaType.Array(read(((ArrayType) type).getComponentType()), found);
      case TYPEVAR ->
          new JavaType.Variable(
              ((TypeVariable) type).asElement().getSimpleName().toString(), found);
      case WILDCARD -> wildcard((WildcardType) type, found);
      default -> new JavaType.Primitive(type.getKind().name().toLowerCase(Locale.ROOT), found);
    };
  }

  /** The type of a class literal: it has no arguments. */
  JavaType raw(TypeMirror type) {
    return type.getKind() == TypeKind.DECLARED
        ? JavaType.named(name((TypeElement) ((DeclaredType) type).asElement()))
        : read(type);
  }

  private JavaType named(DeclaredType type, Annotations found) {
    return new JavaType.Named(
        name((TypeElement) type.asElement()),
        type.getTypeArguments().stream().map(this::read).toList(),
        found);
  }

  private JavaType wildcard(WildcardType type, Annotations found) {
    if (type.getSuperBound() != null) {
      return new JavaType.Wildcard(null, read(type.getSuperBound()), found);
    }
    return new JavaType.Wildcard(upper(type.getExtendsBound()), null, found);
  }

  private @Nullable JavaType upper(@Nullable TypeMirror bound) {
    JavaType upper = bound == null ? null : read(bound);
    return upper == null || isObject(upper) ? null : upper;
  }

  private static boolean isObject(JavaType type) {
    return type instanceof JavaType.Named named && named.className().equals("java.lang.Object");
  }
}
