package dev.grapnel.protogen.processor;

import java.io.IOException;
import java.io.InputStream;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** Opens the class files of the compiler's class path, and of the JDK; it defines no class. */
final class ClassPath extends ClassLoader {

  private final Filer filer;

  ClassPath(Filer filer) {
    super(ClassLoader.getPlatformClassLoader());
    this.filer = filer;
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    InputStream ofTheJdk = super.getResourceAsStream(name);
    if (ofTheJdk != null) {
      return ofTheJdk;
    }
    try {
      return filer.getResource(StandardLocation.CLASS_PATH, "", name).openInputStream();
    } catch (IOException | RuntimeException notThere) {
      // Compilers tell it by several exceptions: no such file, no such location, a bad name.
      return null;
    }
  }
}
