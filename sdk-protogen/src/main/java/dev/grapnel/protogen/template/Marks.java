package dev.grapnel.protogen.template;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaField;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which properties of a class, or of the classes above it, are annotated how. */
final class Marks {

  private static final String JSON_PROPERTY = "com.fasterxml.jackson.annotation.JsonProperty";

  private final Map<String, Annotations> properties = new LinkedHashMap<>();

  private Marks() {}

  static Marks of(JavaClass type, ClassSource classes) {
    Marks marks = new Marks();
    marks.read(type, classes);
    return marks;
  }

  private void read(JavaClass type, ClassSource classes) {
    if (type.superclass() instanceof JavaType.Named above) {
      classes.find(above.className()).ifPresent(found -> read(found, classes));
    }
    for (JavaField component : type.components()) {
      add(component.name(), component.annotations());
    }
    for (JavaField field : type.fields()) {
      add(field.name(), field.annotations());
    }
    for (JavaMethod method : type.methods()) {
      add(property(method.name()), method.annotations());
    }
  }

  private void add(String property, Annotations annotations) {
    properties.merge(property, annotations, Annotations::and);
  }

  /** The property of an accessor: of {@code getName}, {@code isName}, {@code setName}. */
  private static String property(String method) {
    for (String prefix : new String[] {"get", "is", "set"}) {
      if (method.startsWith(prefix) && method.length() > prefix.length()) {
        String rest = method.substring(prefix.length());
        return Character.toLowerCase(rest.charAt(0)) + rest.substring(1);
      }
    }
    return method;
  }

  /** Annotated with the {@code @Id} of JPA, Spring Data, Micronaut or whoever's it is. */
  Set<String> ids() {
    return matching(all -> all.hasNamed("Id") || all.hasNamed("EmbeddedId"));
  }

  Set<String> readOnly() {
    return matching(all -> all.hasNamed("ReadOnly") || accessIs(all, "READ_ONLY"));
  }

  Set<String> writeOnly() {
    return matching(all -> all.hasNamed("WriteOnly") || accessIs(all, "WRITE_ONLY"));
  }

  private static boolean accessIs(Annotations all, String access) {
    return all.find(JSON_PROPERTY)
        .flatMap(one -> one.constant("access"))
        .filter(access::equals)
        .isPresent();
  }

  private Set<String> matching(Predicate<Annotations> wanted) {
    return properties.entrySet().stream()
        .filter(each -> wanted.test(each.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
