package dev.grapnel.protogen.source;

import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds classes in source text. The sources need not compile: what they refer to may be missing, as
 * classes are that are generated later; such a type has the name that is written. No class is
 * loaded, and no annotation processor runs. Immutable; as safe for threads as the class files are.
 */
public final class JavaSources implements ClassSource {

  private final Map<String, JavaClass> declared;
  private final List<SourceError> errors;
  private final ClassSource classFiles;

  private JavaSources(
      Map<String, JavaClass> declared, List<SourceError> errors, ClassSource classFiles) {
    this.declared = declared;
    this.errors = List.copyOf(errors);
    this.classFiles = classFiles;
  }

  /**
   * Reads sources, all at once. It takes a JDK: a mere runtime has no compiler.
   *
   * @param sources folders, with all that is below them, and files, in UTF-8; those that are
   *     missing hold nothing
   * @param classPath folders and jars with the classes that the sources refer to
   * @param classFiles asked for classes that the sources do not declare, those of the JDK among
   *     them; it should read the same class path
   * @return what was read
   * @throws dev.grapnel.core.config.ConfigException if there is no compiler
   * @throws java.io.UncheckedIOException if a folder or file cannot be read
   */
  public static JavaSources parse(
      List<Path> sources, List<Path> classPath, ClassSource classFiles) {
    try (SourceCompiler compiler = new SourceCompiler(classPath)) {
      DeclarationReader reader = new DeclarationReader();
      compiler.read(SourceFiles.in(sources), reader);
      return new JavaSources(reader.declared(), reader.errors(), classFiles);
    }
  }

  /**
   * Finds a class: in the sources, else in the class files.
   *
   * @param className the binary name, for example {@code com.acme.Outer$Inner}
   * @return the class; empty if there is none, or if its file could not be read
   */
  @Override
  public Optional<JavaClass> find(String className) {
    JavaClass found = declared.get(className);
    return found == null ? classFiles.find(className) : Optional.of(found);
  }

  /**
   * Tells the classes that the sources declare, nested ones too, but for local ones.
   *
   * @return binary names: files sorted by path, classes in the order of their file
   */
  public List<String> classNames() {
    return List.copyOf(declared.keySet());
  }

  /**
   * Tells which sources could not be read. Their classes are left out whole; a model that is made
   * without looking here could lack them.
   *
   * @return the errors in the order of the files
   */
  public List<SourceError> errors() {
    return errors;
  }
}
