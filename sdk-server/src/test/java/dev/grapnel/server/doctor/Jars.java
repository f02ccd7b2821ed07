package dev.grapnel.server.doctor;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A class path of jars that hold a manifest and the names of classes. */
final class Jars implements AutoCloseable {

  private final Path folder;
  private final List<URL> jars = new ArrayList<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();

  Jars(Path folder) {
    this.folder = folder;
  }

  Jars grpc(String name, String module, String version, String... classes) {
    return add(
        name, Map.of("Automatic-Module-Name", module, "Implementation-Version", version), classes);
  }

  Jars netty(String name, String version, String... classes) {
    return add(
        name,
        Map.of("Implementation-Title", "Netty/Part", "Implementation-Version", version),
        classes);
  }

  Jars protobuf(String name, String bundle, String version) {
    return add(name, Map.of("Bundle-SymbolicName", bundle, "Bundle-Version", version));
  }

  Jars add(String name, Map<String, String> attributes, String... classes) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (String type : classes) {
        jar.putNextEntry(new ZipEntry(type.replace('.', '/') + ".class"));
      }
      jars.add(file.toUri().toURL());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A file that is named on the class path and is no jar. */
  Jars broken(String name) {
    try {
      jars.add(Files.writeString(folder.resolve(name), "no jar").toUri().toURL());
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  List<Finding> findings() {
    URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new), null);
    loaders.add(loader);
    return new LibraryCheck(ClassPath.of(loader)).findings();
  }

  @Override
  public void close() throws IOException {
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }
}
