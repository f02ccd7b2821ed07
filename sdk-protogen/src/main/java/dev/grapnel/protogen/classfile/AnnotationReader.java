package dev.grapnel.protogen.classfile;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.JavaAnnotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;

/** Turns the annotations of Jandex into ours. */
final class AnnotationReader {

  private AnnotationReader() {}

  static Annotations read(Collection<AnnotationInstance> instances) {
    return instances.isEmpty()
        ? Annotations.NONE
        : new Annotations(instances.stream().map(AnnotationReader::read).toList());
  }

  private static JavaAnnotation read(AnnotationInstance instance) {
    Map<String, Object> values = new TreeMap<>();
    for (AnnotationValue value : instance.values()) {
      values.put(value.name(), read(value));
    }
    return new JavaAnnotation(instance.name().toString(), values);
  }

  private static Object read(AnnotationValue value) {
    return switch (value.kind()) {
      case CLASS -> new JavaAnnotation.ClassLiteral(TypeReader.read(value.asClass()));
      case ENUM -> new JavaAnnotation.EnumValue(value.asEnumType().toString(), value.asEnum());
      case NESTED -> read(value.asNested());
      case ARRAY -> {
        List<Object> parts = new ArrayList<>();
        value.asArrayList().forEach(part -> parts.add(read(part)));
        yield parts;
      }
      default -> value.value();
    };
  }
}
