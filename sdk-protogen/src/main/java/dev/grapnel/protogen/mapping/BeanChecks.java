package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaField;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what a class leaves open that a record does not: its order, and how it is made. */
final class BeanChecks {

  private static final Set<String> LOMBOK =
      Set.of("Data", "Value", "Builder", "SuperBuilder", "AllArgsConstructor", "Jacksonized");
  private static final Set<String> CREATORS = Set.of("JsonCreator", "ConstructorProperties");
  private static final Set<String> BUILDERS = Set.of("builder", "newBuilder");

  private final ClassSource classes;
  private final Findings findings;

  BeanChecks(ClassSource classes, Findings findings) {
    this.classes = classes;
    this.findings = findings;
  }

  void check(JavaClass type, List<Property> properties) {
    if (!type.is(ClassKind.CLASS)) {
      return;
    }
    if (properties.isEmpty()) {
      checkHidden(type);
    } else {
      checkWayIn(type, properties);
      checkOrder(type, properties);
    }
  }

  private void checkHidden(JavaClass type) {
    List<String> hidden =
        type.fields().stream()
            .filter(each -> !each.modifiers().contains(Modifier.TRANSIENT))
            .filter(each -> !Annotated.isIgnored(each.annotations()))
            .map(JavaField::name)
            .toList();
    if (!hidden.isEmpty() && type.annotations().list().stream().noneMatch(this::isIgnoring)) {
      findings.add(
          Code.NOT_A_MODEL,
          Names.origin(type),
          "none of its fields can be read: " + Findings.bounded(String.join(", ", hidden)),
          "A property is a public field, or one with a getter or a setter.",
          "add getters, make it a record, or annotate the fields with @ProtoField");
    }
  }

  private boolean isIgnoring(dev.grapnel.protogen.model.JavaAnnotation annotation) {
    return annotation.className().equals(Annotated.JSON_IGNORE_PROPERTIES);
  }

  private void checkWayIn(JavaClass type, List<Property> properties) {
    boolean isInner = type.outer() != null && !type.has(Modifier.STATIC);
    if (isInner || !hasWayIn(type, properties)) {
      findings.add(
          Code.NO_WAY_IN,
          Names.origin(type),
          isInner
              ? "it needs an instance of the class around it"
              : "it has neither setters, nor a constructor or builder for its properties",
          "What is received could not be made into one.",
          isInner ? "make it static" : "make it a record, or add one of them");
    }
  }

  private boolean hasWayIn(JavaClass type, List<Property> properties) {
    if (LOMBOK.stream().anyMatch(type.annotations()::hasNamed)) {
      return true;
    }
    for (JavaMethod method : type.methods()) {
      boolean isBuilder = BUILDERS.contains(method.name()) && method.parameters().isEmpty();
      if (method.modifiers().contains(Modifier.STATIC) && (isBuilder || isCreator(method))) {
        return true;
      }
    }
    for (JavaMethod constructor : type.constructors()) {
      if (isCreator(constructor) || constructor.parameters().size() == properties.size()) {
        return true;
      }
    }
    return type.constructors().stream().anyMatch(each -> each.parameters().isEmpty())
        && isChangeable(type);
  }

  private static boolean isCreator(JavaMethod method) {
    return CREATORS.stream().anyMatch(method.annotations()::hasNamed);
  }

  private boolean isChangeable(JavaClass type) {
    Set<String> seen = new HashSet<>();
    Optional<JavaClass> one = Optional.of(type);
    while (one.isPresent() && seen.add(one.get().name())) {
      Accessors accessors = new Accessors(one.get());
      if (one.get().fields().stream().anyMatch(each -> !each.modifiers().contains(Modifier.FINAL))
          || accessors.getters().keySet().stream().anyMatch(accessors::isSettable)) {
        return true;
      }
      one = parent(one.get());
    }
    return false;
  }

  private Optional<JavaClass> parent(JavaClass type) {
    return type.superclass() instanceof JavaType.Named named
        ? classes.find(named.className())
        : Optional.empty();
  }

  /** Class files have fields as they were written, but do not promise it. */
  private void checkOrder(JavaClass type, List<Property> properties) {
    List<String> order = Properties.order(type);
    List<String> unsure = new ArrayList<>();
    for (Property property : properties) {
      boolean isNumbered =
          Annotated.of(property.annotations(), Annotated.FIELD).number("value", 0) > 0;
      if (property.location().line() == 0 && !isNumbered && !order.contains(property.name())) {
        unsure.add(property.name());
      }
    }
    if (unsure.size() > 1) {
      findings.add(
          Code.UNSURE_ORDER,
          Names.origin(type),
          "the order of "
              + Findings.bounded(String.join(", ", unsure))
              + " is that of the class file",
          "A class file does not promise the order of the source, and new numbers follow it.",
          "generate from sources, make it a record, or use @JsonPropertyOrder or @ProtoField(n)");
    }
  }
}
