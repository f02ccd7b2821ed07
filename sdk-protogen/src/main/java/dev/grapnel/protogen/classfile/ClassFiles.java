package dev.grapnel.protogen.classfile;

import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.jandex.Index;

/**
 * Finds classes in class files: on a class path, or where a class loader has them. The class loader
 * is asked for files only; no class is loaded, and no code of theirs runs. The JDK's own classes
 * are found, too. Not thread-safe.
 */
public final class ClassFiles implements ClassSource, AutoCloseable {

  private final ClassLoader loader;
  private final boolean owned;
  private final Map<String, Optional<JavaClass>> known = new HashMap<>();

  private ClassFiles(ClassLoader loader, boolean owned) {
    this.loader = loader;
    this.owned = owned;
  }

  /**
   * Finds the classes that a class loader has.
   *
   * @param loader the class loader; not closed
   * @return a source
   */
  public static ClassFiles of(ClassLoader loader) {
    return new ClassFiles(loader, false);
  }

  /**
   * Finds classes on a class path.
   *
   * @param classPath folders and jars, in the order of search; those that are missing hold nothing
   * @return a source, to be closed
   */
  public static ClassFiles on(List<Path> classPath) {
    URL[] urls = classPath.stream().map(ClassFiles::url).toArray(URL[]::new);
    return new ClassFiles(new URLClassLoader(urls, ClassLoader.getPlatformClassLoader()), true);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalArgumentException(path.toString(), impossible);
    }
  }

  @Override
  public Optional<JavaClass> find(String className) {
    Optional<JavaClass> found = known.get(className);
    if (found == null) {
      found = read(className);
      known.put(className, found);
    }
    return found;
  }

  private Optional<JavaClass> read(String className) {
    try (InputStream file = loader.getResourceAsStream(className.replace('.', '/') + ".class")) {
      return file == null
          ? Optional.empty()
          : Optional.of(ClassReader.read(Index.singleClass(file)));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the class " + className, failure);
    }
  }

  /**
   * Tells what class files are found by.
   *
   * @return the class loader; not to be used after {@link #close} if it was made here
   */
  public ClassLoader loader() {
    return loader;
  }

  /** Lets go of the jars, if they were opened here. */
  @Override
  public void close() {
    if (owned && loader instanceof URLClassLoader opened) {
      try {
        opened.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
