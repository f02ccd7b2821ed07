package dev.grapnel.protogen.classfile;

import dev.grapnel.protogen.model.Annotations;
import dev.grapnel.protogen.model.ClassKind;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaField;
import dev.grapnel.protogen.model.JavaMethod;
import dev.grapnel.protogen.model.JavaParameter;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.Modifier;
import dev.grapnel.protogen.model.SourceLocation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Declaration;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/** Turns what Jandex read into a {@link JavaClass}. */
final class ClassReader {

  private static final Set<String> IMPLIED =
      Set.of("java.lang.Object", "java.lang.Record", "java.lang.Enum");
  private static final int PUBLIC = 0x0001;
  private static final int PRIVATE = 0x0002;
  private static final int PROTECTED = 0x0004;
  private static final int STATIC = 0x0008;
  private static final int FINAL = 0x0010;
  private static final int TRANSIENT = 0x0080;
  private static final int ABSTRACT = 0x0400;

  private ClassReader() {}

  static JavaClass read(ClassInfo info) {
    ClassKind kind = kind(info);
    boolean isRecord = kind == ClassKind.RECORD;
    return new JavaClass(
        info.name().toString(),
        packageName(info),
        simpleName(info),
        outer(info),
        kind,
        modifiers(info, kind),
        TypeReader.parameters(info.typeParameters()),
        superclass(info),
        info.interfaceTypes().stream().map(TypeReader::read).toList(),
        // An enum whose constants have bodies is sealed for the compiler alone.
        kind == ClassKind.ENUM
            ? List.of()
            : info.permittedSubclasses().stream().map(DotName::toString).sorted().toList(),
        isRecord ? components(info) : List.of(),
        constants(info),
        isRecord ? List.of() : fields(info),
        methods(info),
        info.methodsInDeclarationOrder().stream()
            .filter(each -> each.isConstructor() && !each.isSynthetic())
            .map(ClassReader::method)
            .toList(),
        annotations(info),
        null,
        SourceLocation.UNKNOWN);
  }

  private static ClassKind kind(ClassInfo info) {
    if (info.isAnnotation()) {
      return ClassKind.ANNOTATION;
    }
    if (info.isInterface()) {
      return ClassKind.INTERFACE;
    }
    if (info.isEnum()) {
      return ClassKind.ENUM;
    }
    return info.isRecord() ? ClassKind.RECORD : ClassKind.CLASS;
  }

  private static String packageName(ClassInfo info) {
    String name = info.name().toString();
    int end = name.lastIndexOf('.');
    return end < 0 ? "" : name.substring(0, end);
  }

  private static String simpleName(ClassInfo info) {
    String simple = info.simpleName();
    return simple == null ? "" : simple;
  }

  private static @Nullable String outer(ClassInfo info) {
    DotName around = info.enclosingClass();
    return around == null ? null : around.toString();
  }

  private static @Nullable JavaType superclass(ClassInfo info) {
    return info.superName() == null || IMPLIED.contains(info.superName().toString())
        ? null
        : TypeReader.read(info.superClassType());
  }

  private static Set<Modifier> modifiers(ClassInfo info, ClassKind kind) {
    Set<Modifier> modifiers = modifiers(info.flags());
    // Bits of a class file that mean something else there, or that are implied.
    modifiers.remove(Modifier.TRANSIENT);
    if (kind == ClassKind.INTERFACE || kind == ClassKind.ANNOTATION) {
      modifiers.remove(Modifier.ABSTRACT);
    }
    if (kind == ClassKind.ENUM || kind == ClassKind.RECORD) {
      modifiers.remove(Modifier.FINAL);
      modifiers.remove(Modifier.ABSTRACT);
    }
    if (info.isSealed() && kind != ClassKind.ENUM) {
      modifiers.add(Modifier.SEALED);
    }
    return modifiers;
  }

  private static Set<Modifier> modifiers(int flags) {
    Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
    add(modifiers, flags, PUBLIC, Modifier.PUBLIC);
    add(modifiers, flags, PRIVATE, Modifier.PRIVATE);
    add(modifiers, flags, PROTECTED, Modifier.PROTECTED);
    add(modifiers, flags, STATIC, Modifier.STATIC);
    add(modifiers, flags, FINAL, Modifier.FINAL);
    add(modifiers, flags, TRANSIENT, Modifier.TRANSIENT);
    add(modifiers, flags, ABSTRACT, Modifier.ABSTRACT);
    return modifiers;
  }

  private static void add(Set<Modifier> to, int flags, int bit, Modifier modifier) {
    if ((flags & bit) != 0) {
      to.add(modifier);
    }
  }

  private static List<JavaField> components(ClassInfo info) {
    List<JavaField> components = new ArrayList<>();
    for (RecordComponentInfo component : info.recordComponentsInDeclarationOrder()) {
      Annotations annotations = annotations(component);
      if (component.field() != null) {
        annotations = annotations.and(annotations(component.field()));
      }
      if (component.accessor() != null) {
        annotations = annotations.and(annotations(component.accessor()));
      }
      components.add(
          field(component.name(), TypeReader.read(component.type()), Set.of(), annotations));
    }
    return components;
  }

  private static List<JavaField> constants(ClassInfo info) {
    List<JavaField> constants = new ArrayList<>();
    for (FieldInfo constant : info.fieldsInDeclarationOrder()) {
      if (constant.isEnumConstant()) {
        constants.add(
            field(
                constant.name(),
                TypeReader.read(constant.type()),
                Set.of(),
                annotations(constant)));
      }
    }
    return constants;
  }

  private static List<JavaField> fields(ClassInfo info) {
    List<JavaField> fields = new ArrayList<>();
    for (FieldInfo field : info.fieldsInDeclarationOrder()) {
      Set<Modifier> modifiers = modifiers(field.flags());
      if (!field.isSynthetic() && !modifiers.contains(Modifier.STATIC)) {
        fields.add(
            field(field.name(), TypeReader.read(field.type()), modifiers, annotations(field)));
      }
    }
    return fields;
  }

  private static JavaField field(
      String name, JavaType type, Set<Modifier> modifiers, Annotations annotations) {
    return new JavaField(name, type, modifiers, annotations, null, SourceLocation.UNKNOWN);
  }

  private static List<JavaMethod> methods(ClassInfo info) {
    List<JavaMethod> methods = new ArrayList<>();
    for (MethodInfo method : info.methodsInDeclarationOrder()) {
      if (!method.isSynthetic() && !method.isConstructor() && !method.isStaticInitializer()) {
        methods.add(method(method));
      }
    }
    return methods;
  }

  private static JavaMethod method(MethodInfo method) {
    Set<Modifier> modifiers = modifiers(method.flags());
    modifiers.remove(Modifier.TRANSIENT);
    if (method.isDefault()) {
      modifiers.add(Modifier.DEFAULT);
    }
    return new JavaMethod(
        method.name(),
        TypeReader.read(method.returnType()),
        method.parameters().stream().map(ClassReader::parameter).toList(),
        TypeReader.parameters(method.typeParameters()),
        modifiers,
        annotations(method),
        null,
        SourceLocation.UNKNOWN);
  }

  private static JavaParameter parameter(MethodParameterInfo parameter) {
    return new JavaParameter(
        parameter.name(), TypeReader.read(parameter.type()), annotations(parameter));
  }

  /** Without those that stand on the type: {@link TypeReader} has them. */
  private static Annotations annotations(Declaration declaration) {
    Collection<org.jboss.jandex.AnnotationInstance> declared = declaration.declaredAnnotations();
    return AnnotationReader.read(
        declared.stream()
            .filter(one -> one.target().kind() != AnnotationTarget.Kind.TYPE)
            .toList());
  }
}
