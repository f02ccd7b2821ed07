package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.schema.FieldNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which protobuf package a Java package becomes: {@code com.acme.user} is {@code acme.user.v1}.
 * Immutable.
 *
 * @param chosen protobuf packages by Java package, as they are to be, with their versions
 * @param prefix what stands before the last part of the Java package, for example {@code shop};
 *     empty for the Java package itself
 * @param version the last part, for example {@code v1}; empty for none
 */
public record PackageNames(Map<String, String> chosen, String prefix, String version) {

  /** Stands for every Java package; no package is called so. */
  private static final String ANY = "*";

  private static final Set<String> TOP_LEVEL =
      Set.of("com", "org", "net", "io", "dev", "app", "edu", "gov", "co", "me", "info");

  /**
   * Copies what could change.
   *
   * @param chosen protobuf packages by Java package, as they are to be, with their versions
   * @param prefix what stands before the last part of the Java package, for example {@code shop};
   *     empty for the Java package itself
   * @param version the last part, for example {@code v1}; empty for none
   */
  public PackageNames {
    chosen = Map.copyOf(chosen);
  }

  /**
   * Tells the package for a Java package.
   *
   * @param javaPackage the Java package; the unnamed one is called {@code model}
   * @return the protobuf package
   */
  public String protobufPackage(String javaPackage) {
    String given = chosen.getOrDefault(ANY, chosen.get(javaPackage));
    if (given != null) {
      return given;
    }
    List<String> parts = new ArrayList<>();
    for (String part : (javaPackage.isEmpty() ? "model" : javaPackage).split("\\.", -1)) {
      String snake = FieldNames.snake(part);
      parts.add(snake.isEmpty() || !Character.isLetter(snake.charAt(0)) ? "p" + snake : snake);
    }
    if (!prefix.isEmpty()) {
      parts = new ArrayList<>(List.of(prefix, parts.get(parts.size() - 1)));
    } else if (parts.size() > 1 && TOP_LEVEL.contains(parts.get(0))) {
      parts.remove(0);
    } else if (parts.get(0).equals("java")) {
      // No class outside the JDK can be in a package java.
      parts.set(0, "jdk");
    }
    if (!version.isEmpty()) {
      parts.add(version);
    }
    return String.join(".", parts);
  }

  /**
   * Tells where protoc's classes of a package go: beside the models, in a package of the version,
   * so that {@code User} and its message do not have one name.
   *
   * @param javaPackage the Java package of the models
   * @return a Java package
   */
  public String generatedPackage(String javaPackage) {
    boolean plain = prefix.isEmpty() && !chosen.containsKey(javaPackage) && !version.isEmpty();
    return plain && !javaPackage.isEmpty() && !javaPackage.startsWith("java.")
        ? javaPackage + "." + version
        : protobufPackage(javaPackage);
  }

  /**
   * Puts everything into one package.
   *
   * @param packageName the protobuf package
   * @return names that tell this one for every Java package
   */
  public PackageNames only(String packageName) {
    return new PackageNames(Map.of(ANY, packageName), prefix, version);
  }
}
