package dev.grapnel.protogen.source;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaField;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaParameter;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.Modifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Name;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Turns the element of a class into a {@link JavaClass}. */
final class ElementReader {

  private static final Set<String> IMPLIED =
      Set.of("java.lang.Object", "java.lang.Record", "java.lang.Enum");

  private final Elements elements;
  private final TypeElement type;
  private final ClassText text;
  private final TypeMirrors types;

  private ElementReader(Elements elements, TypeElement type, ClassText text) {
    this.elements = elements;
    this.type = type;
    this.text = text;
    types = new TypeMirrors(elements, text);
  }

  static JavaClass read(Elements elements, TypeElement type, ClassText text) {
    return new ElementReader(elements, type, text).read();
  }

  private JavaClass read() {
    ClassKind kind = kind(type);
    boolean isRecord = kind == ClassKind.RECORD;
    return new JavaClass(
        types.name(type),
        elements.getPackageOf(type).getQualifiedName().toString(),
        type.getSimpleName().toString(),
        outer(),
        kind,
        modifiers(type, kind),
        types.parameters(type.getTypeParameters()),
        superclass(),
        type.getInterfaces().stream().map(types::read).toList(),
        kind == ClassKind.ENUM ? List.of() : permitted(),
        isRecord ? components() : List.of(),
        fields(ElementKind.ENUM_CONSTANT),
        isRecord ? List.of() : fields(ElementKind.FIELD),
        methods(ElementFilter.methodsIn(type.getEnclosedElements())),
        methods(ElementFilter.constructorsIn(type.getEnclosedElements())),
        annotations(type),
        text.comment(),
        text.location());
  }

  private static ClassKind kind(TypeElement type) {
    return switch (type.getKind()) {
      case ANNOTATION_TYPE -> ClassKind.ANNOTATION;
      case INTERFACE -> ClassKind.INTERFACE;
      case ENUM -> ClassKind.ENUM;
      case RECORD -> ClassKind.RECORD;
      default -> ClassKind.CLASS;
    };
  }

  private @Nullable String outer() {
    return type.getEnclosingElement() instanceof TypeElement around ? types.name(around) : null;
  }

  private @Nullable JavaType superclass() {
    return type.getSuperclass() instanceof DeclaredType above
            && !IMPLIED.contains(types.name((TypeElement) above.asElement()))
        ? types.read(above)
        : null;
  }

  private List<String> permitted() {
    List<String> names = new ArrayList<>();
    for (TypeMirror permitted : type.getPermittedSubclasses()) {
      if (permitted instanceof DeclaredType declared) {
        names.add(types.name((TypeElement) declared.asElement()));
      }
    }
    return names.stream().sorted().toList();
  }

  private static Set<Modifier> modifiers(TypeElement type, ClassKind kind) {
    Set<Modifier> modifiers = modifiers(type);
    if (kind == ClassKind.INTERFACE || kind == ClassKind.ANNOTATION) {
      modifiers.remove(Modifier.ABSTRACT);
    }
    if (kind == ClassKind.ENUM || kind == ClassKind.RECORD) {
      modifiers.removeAll(Set.of(Modifier.FINAL, Modifier.ABSTRACT, Modifier.SEALED));
    }
    return modifiers;
  }

  private static Set<Modifier> modifiers(Element element) {
    Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
    for (javax.lang.model.element.Modifier modifier : element.getModifiers()) {
      switch (modifier) {
        case PUBLIC -> modifiers.add(Modifier.PUBLIC);
        case PROTECTED -> modifiers.add(Modifier.PROTECTED);
        case PRIVATE -> modifiers.add(Modifier.PRIVATE);
        case STATIC -> modifiers.add(Modifier.STATIC);
        case FINAL -> modifiers.add(Modifier.FINAL);
        case ABSTRACT -> modifiers.add(Modifier.ABSTRACT);
        case DEFAULT -> modifiers.add(Modifier.DEFAULT);
        case SEALED -> modifiers.add(Modifier.SEALED);
        case TRANSIENT -> modifiers.add(Modifier.TRANSIENT);
        default -> {
          // Generation does not ask for the others.
        }
      }
    }
    return modifiers;
  }

  private List<JavaField> components() {
    List<JavaField> components = new ArrayList<>();
    for (RecordComponentElement component : type.getRecordComponents()) {
      Annotations annotations = annotations(component);
      Element field = field(component.getSimpleName());
      if (field != null) {
        annotations = annotations.and(annotations(field));
      }
      if (component.getAccessor() != null) {
        annotations = annotations.and(annotations(component.getAccessor()));
      }
      String name = component.getSimpleName().toString();
      Element place = field == null ? component : field;
      components.add(
          new JavaField(
              name,
              types.read(component.asType()),
              Set.of(),
              annotations,
              text.componentComment(name, place),
              text.location(place)));
    }
    return components;
  }

  private @Nullable Element field(Name name) {
    for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
      if (field.getSimpleName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  private List<JavaField> fields(ElementKind kind) {
    List<JavaField> fields = new ArrayList<>();
    for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
      boolean isConstant = kind == ElementKind.ENUM_CONSTANT;
      Set<Modifier> modifiers = modifiers(field);
      if (field.getKind() == kind && (isConstant || !modifiers.contains(Modifier.STATIC))) {
        fields.add(
            new JavaField(
                field.getSimpleName().toString(),
                types.read(field.asType()),
                isConstant ? Set.of() : modifiers,
                annotations(field),
                text.comment(field),
                text.location(field)));
      }
    }
    return fields;
  }

  private List<JavaMethod> methods(List<ExecutableElement> methods) {
    return methods.stream().map(this::method).toList();
  }

  private JavaMethod method(ExecutableElement method) {
    return new JavaMethod(
        method.getSimpleName().toString(),
        types.read(method.getReturnType()),
        method.getParameters().stream().map(this::parameter).toList(),
        types.parameters(method.getTypeParameters()),
        modifiers(method),
        annotations(method),
        text.comment(method),
        text.location(method));
  }

  private JavaParameter parameter(VariableElement parameter) {
    return new JavaParameter(
        parameter.getSimpleName().toString(),
        types.read(parameter.asType()),
        annotations(parameter));
  }

  private Annotations annotations(Element element) {
    return types.annotations().read(element.getAnnotationMirrors());
  }
}
