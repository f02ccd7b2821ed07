package dev.grapnel.protogen.source;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaAnnotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.SimpleAnnotationValueVisitor14;

/** Turns annotation mirrors into ours. */
final class AnnotationMirrors {

  private static final String LOMBOK = "lombok.";

  private final TypeMirrors types;

  AnnotationMirrors(TypeMirrors types) {
    this.types = types;
  }

  /**
   * Those that a class file would have, too. Lombok's are kept: they are in no class file, but what
   * they do to the class is, and sources do not show it.
   */
  Annotations read(List<? extends AnnotationMirror> mirrors) {
    if (mirrors.isEmpty()) {
      return Annotations.NONE;
    }
    List<JavaAnnotation> kept = new ArrayList<>();
    for (AnnotationMirror mirror : mirrors) {
      JavaAnnotation annotation = read(mirror);
      if (retention(mirror) != RetentionPolicy.SOURCE
          || annotation.className().startsWith(LOMBOK)) {
        kept.add(annotation);
      }
    }
    return kept.isEmpty() ? Annotations.NONE : new Annotations(kept);
  }

  private static RetentionPolicy retention(AnnotationMirror mirror) {
    Retention retention = mirror.getAnnotationType().asElement().getAnnotation(Retention.class);
    return retention == null ? RetentionPolicy.CLASS : retention.value();
  }

  private JavaAnnotation read(AnnotationMirror mirror) {
    Map<String, Object> values = new TreeMap<>();
    mirror
        .getElementValues()
        .forEach((element, value) -> values.put(element.getSimpleName().toString(), read(value)));
    return new JavaAnnotation(
        types.name((TypeElement) mirror.getAnnotationType().asElement()), values);
  }

  private Object read(AnnotationValue value) {
    return value.accept(new Reader(), null);
  }

  /** The parameter is not used. */
  private final class Reader extends SimpleAnnotationValueVisitor14<Object, Object> {

    @Override
    protected Object defaultAction(Object plain, Object unused) {
      return plain;
    }

    @Override
    public Object visitType(TypeMirror type, Object unused) {
      return new JavaAnnotation.ClassLiteral(types.raw(type));
    }

    @Override
    public Object visitEnumConstant(VariableElement constant, Object unused) {
      return new JavaAnnotation.EnumValue(
          types.name((TypeElement) ((DeclaredType) constant.asType()).asElement()),
          constant.getSimpleName().toString());
    }

    @Override
    public Object visitAnnotation(AnnotationMirror nested, Object unused) {
      return read(nested);
    }

    @Override
    public Object visitArray(List<? extends AnnotationValue> parts, Object unused) {
      return parts.stream().map(AnnotationMirrors.this::read).toList();
    }
  }
}
