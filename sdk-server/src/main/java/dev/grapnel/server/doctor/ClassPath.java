package dev.grapnel.server.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** The jars that a class loader reads from, be they on the class path or on the module path. */
record ClassPath(ClassLoader loader, List<Library> libraries) {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /**
   * The names of jars and their folders tell enough: to open all jars would slow down the start.
   */
  private static final Pattern INTERESTING = Pattern.compile("grpc|netty|protobuf");

  /** Reads the manifests of all jars; those that cannot be read are left out. */
  static ClassPath of(ClassLoader loader) {
    List<Library> libraries = new ArrayList<>();
    for (URL url : resources(loader, MANIFEST)) {
      if (!INTERESTING.matcher(url.toString()).find()) {
        continue;
      }
      try {
        URLConnection connection = url.openConnection();
        // What is cached stays open for as long as the process lives.
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
          Library.of(new Manifest(in).getMainAttributes(), jar(url, MANIFEST))
              .ifPresent(libraries::add);
        }
      } catch (IOException | RuntimeException e) {
        // Nothing is known of it then.
      }
    }
    return new ClassPath(loader, List.copyOf(libraries));
  }

  /** The jars and folders that a class is in; the first one is where it comes from. */
  List<String> placesOf(String className) {
    String file = className.replace('.', '/') + ".class";
    return resources(loader, file).stream().map(url -> jar(url, file)).toList();
  }

  private static List<URL> resources(ClassLoader loader, String name) {
    try {
      // One jar that is named twice is one, as it is for the class loader.
      return Collections.list(loader.getResources(name)).stream().distinct().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** {@code jar:file:/lib/grpc-api-1.85.1.jar!/META-INF/MANIFEST.MF} is grpc-api-1.85.1.jar. */
  private static String jar(URL url, String resource) {
    String place = url.toString();
    place = place.substring(0, Math.max(0, place.length() - resource.length()));
    while (place.endsWith("/") || place.endsWith("!")) {
      place = place.substring(0, place.length() - 1);
    }
    return place.substring(place.lastIndexOf('/') + 1);
  }
}
