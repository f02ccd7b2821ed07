package dev.grapnel.protogen.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A class, record, enum or interface as it is declared. Immutable; equal for equal declarations,
 * whether a class file or source text was read, but for comments, locations and parameter names.
 *
 * @param name the binary name, for example {@code com.acme.Outer$Inner}
 * @param packageName the package, empty for the unnamed one
 * @param simpleName the name without package and surrounding classes
 * @param outer the binary name of the class around it; null for a top-level one
 * @param kind what it is
 * @param modifiers what stands before it
 * @param typeParameters its type parameters
 * @param superclass what it extends; null for {@code Object}, {@code Record} and {@code Enum}
 * @param interfaces what it implements, or extends if it is an interface
 * @param permitted the binary names of the permitted sub-classes; empty unless sealed
 * @param components the components of a record, in order
 * @param constants the constants of an enum, in order
 * @param fields the fields, in order; neither static ones nor a record's
 * @param methods the methods, in order, without what the compiler adds
 * @param constructors the constructors, in order
 * @param annotations the annotations of the declaration
 * @param comment its Javadoc without markup; null if there is none or it cannot be known
 * @param location where it is declared
 */
public record JavaClass(
    String name,
    String packageName,
    String simpleName,
    @Nullable String outer,
    ClassKind kind,
    Set<Modifier> modifiers,
    List<TypeParameter> typeParameters,
    @Nullable JavaType superclass,
    List<JavaType> interfaces,
    List<String> permitted,
    List<JavaField> components,
    List<JavaField> constants,
    List<JavaField> fields,
    List<JavaMethod> methods,
    List<JavaMethod> constructors,
    Annotations annotations,
    @Nullable String comment,
    SourceLocation location) {

  /**
   * Copies what could change.
   *
   * @param name the binary name, for example {@code com.acme.Outer$Inner}
   * @param packageName the package, empty for the unnamed one
   * @param simpleName the name without package and surrounding classes
   * @param outer the binary name of the class around it; null for a top-level one
   * @param kind what it is
   * @param modifiers what stands before it
   * @param typeParameters its type parameters
   * @param superclass what it extends; null for {@code Object}, {@code Record} and {@code Enum}
   * @param interfaces what it implements, or extends if it is an interface
   * @param permitted the binary names of the permitted sub-classes; empty unless sealed
   * @param components the components of a record, in order
   * @param constants the constants of an enum, in order
   * @param fields the fields, in order; neither static ones nor a record's
   * @param methods the methods, in order, without what the compiler adds
   * @param constructors the constructors, in order
   * @param annotations the annotations of the declaration
   * @param comment its Javadoc without markup; null if there is none or it cannot be known
   * @param location where it is declared
   */
  public JavaClass {
    modifiers = Modifiers.copy(modifiers);
    typeParameters = List.copyOf(typeParameters);
    interfaces = List.copyOf(interfaces);
    permitted = List.copyOf(permitted);
    components = List.copyOf(components);
    constants = List.copyOf(constants);
    fields = List.copyOf(fields);
    methods = List.copyOf(methods);
    constructors = List.copyOf(constructors);
  }

  /**
   * Tells whether it is of a kind.
   *
   * @param asked the kind
   * @return whether it is
   */
  public boolean is(ClassKind asked) {
    return kind == asked;
  }

  /**
   * Tells whether a modifier stands before it.
   *
   * @param modifier the modifier
   * @return whether it does
   */
  public boolean has(Modifier modifier) {
    return modifiers.contains(modifier);
  }
}
