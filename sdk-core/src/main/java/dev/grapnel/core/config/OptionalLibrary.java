package dev.grapnel.core.config;

import java.util.List;
import java.util.function.Supplier;

/** Names the library that is missing, where Java would name a class that nobody knows. */
public final class OptionalLibrary {

  private OptionalLibrary() {}

  /**
   * Runs code that needs a library which users add themselves.
   *
   * @param <T> what the code makes
   * @param artifact group and artifact, for example {@code com.auth0:java-jwt}
   * @param work the code
   * @return what it makes
   * @throws ConfigException if a class is missing
   */
  public static <T> T using(String artifact, Supplier<T> work) {
    try {
      return work.get();
    } catch (NoClassDefFoundError missing) {
      throw new ConfigException(
          List.of(
              artifact
                  + " is needed on the class path: "
                  + missing.getMessage()
                  + " was not found; add it to your dependencies"));
    }
  }
}
