package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaField;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what one class declares; what it inherits is asked of the classes above it. */
final class Properties {

  private static final Set<String> LOMBOK = Set.of("Data", "Getter", "Value", "Builder");

  private final JavaClass type;
  private final Accessors accessors;
  private final JsonNaming naming;
  private final Set<String> ignored;

  private Properties(JavaClass type) {
    this.type = type;
    accessors = new Accessors(type);
    naming = JsonNaming.of(type);
    ignored =
        Set.copyOf(
            Annotated.texts(
                Annotated.of(type.annotations(), Annotated.JSON_IGNORE_PROPERTIES), "value"));
  }

  /** The properties in their order; those that are to be ignored are left out. */
  static List<Property> of(JavaClass type) {
    Properties properties = new Properties(type);
    List<Property> found =
        new ArrayList<>(type.is(ClassKind.RECORD) ? properties.ofRecord() : properties.ofBean());
    List<String> order = order(type);
    found.sort(
        Comparator.comparingInt(
            each -> order.contains(each.name()) ? order.indexOf(each.name()) : order.size()));
    return found;
  }

  /** The properties that Jackson is told to write first. */
  static List<String> order(JavaClass type) {
    return Annotated.texts(
        Annotated.of(type.annotations(), Annotated.JSON_PROPERTY_ORDER), "value");
  }

  private boolean isWanted(String name, Annotations all) {
    return !Annotated.isIgnored(all) && !ignored.contains(name);
  }

  private List<Property> ofRecord() {
    return type.components().stream()
        .filter(each -> isWanted(each.name(), each.annotations()))
        .map(each -> property(each, each.annotations(), Property.Source.COMPONENT))
        .toList();
  }

  private List<Property> ofBean() {
    List<Property> found = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (JavaField field : type.fields()) {
      String known = accessors.knownByField(field.name());
      Annotations all = field.annotations().and(accessors.annotations(known, field.name()));
      taken.add(known);
      if (isData(field, all) && isWanted(field.name(), all)) {
        found.add(property(field, all, Property.Source.FIELD));
      }
    }
    accessors
        .getters()
        .forEach(
            (known, getter) -> {
              String name = Accessors.property(getter);
              Annotations all = accessors.annotations(known, null);
              boolean isData = accessors.isSettable(known) || isMarked(all);
              if (isData && taken.add(known) && isWanted(name, all)) {
                found.add(property(name, getter, all));
              }
            });
    return found;
  }

  private boolean isData(JavaField field, Annotations all) {
    return !field.modifiers().contains(Modifier.TRANSIENT)
        && (field.modifiers().contains(Modifier.PUBLIC)
            || accessors.isReadable(field.name(), field.type())
            || isMarked(all)
            || LOMBOK.stream().anyMatch(type.annotations()::hasNamed)
            || all.hasNamed("Getter"));
  }

  private static boolean isMarked(Annotations annotations) {
    return annotations.has(Annotated.FIELD) || annotations.has(Annotated.JSON_PROPERTY);
  }

  private Property property(JavaField field, Annotations all, Property.Source source) {
    return new Property(
        field.name(),
        field.type(),
        all,
        naming.name(field.name(), all),
        source,
        field.comment(),
        field.location(),
        type.simpleName());
  }

  private Property property(String name, JavaMethod getter, Annotations all) {
    return new Property(
        name,
        getter.returns(),
        all,
        naming.name(name, all),
        Property.Source.GETTER,
        getter.comment(),
        getter.location(),
        type.simpleName());
  }
}
