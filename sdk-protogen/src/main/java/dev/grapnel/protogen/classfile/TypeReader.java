package dev.grapnel.protogen.classfile;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.TypeParameter;
import java.util.List;
import org.jboss.jandex.Type;
import org.jboss.jandex.TypeVariable;
import org.jboss.jandex.WildcardType;

/** Turns the types of Jandex into {@link JavaType}s. */
final class TypeReader {

  private TypeReader() {}

  static List<TypeParameter> parameters(List<TypeVariable> variables) {
    return variables.stream()
        .map(
            one ->
                new TypeParameter(
                    one.identifier(),
                    one.bounds().stream()
                        .map(TypeReader::read)
                        .filter(bound -> !isObject(bound))
                        .toList()))
        .toList();
  }

  static JavaType read(Type type) {
    Annotations annotations = AnnotationReader.read(type.annotations());
    return switch (type.kind()) {
      case PRIMITIVE, VOID -> new JavaType.Primitive(type.name().toString(), annotations);
      case CLASS -> new JavaType.Named(type.name().toString(), List.of(), annotations);
      case PARAMETERIZED_TYPE ->
          new JavaType.Named(
              type.name().toString(),
              type.asParameterizedType().arguments().stream().map(TypeReader::read).toList(),
              annotations);
      case ARRAY -> new JavaType.Array(read(type.asArrayType().componentType()), annotations);
      case TYPE_VARIABLE -> new JavaType.Variable(type.asTypeVariable().identifier(), annotations);
      case UNRESOLVED_TYPE_VARIABLE ->
          new JavaType.Variable(type.asUnresolvedTypeVariable().identifier(), annotations);
      case TYPE_VARIABLE_REFERENCE ->
          new JavaType.Variable(type.asTypeVariableReference().identifier(), annotations);
      case WILDCARD_TYPE -> wildcard(type.asWildcardType(), annotations);
    };
  }

  private static JavaType wildcard(WildcardType type, Annotations annotations) {
    if (type.superBound() != null) {
      return new JavaType.Wildcard(null, read(type.superBound()), annotations);
    }
    JavaType upper = read(type.extendsBound());
    return new JavaType.Wildcard(isObject(upper) ? null : upper, null, annotations);
  }

  private static boolean isObject(JavaType type) {
    return type instanceof JavaType.Named named && named.className().equals("java.lang.Object");
  }
}
