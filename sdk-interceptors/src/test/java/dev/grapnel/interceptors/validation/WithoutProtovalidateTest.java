package dev.grapnel.interceptors.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The optional library is not on the class path. */
class WithoutProtovalidateTest {

  /** Loads this package anew, without build.buf. */
  private static final class Hiding extends URLClassLoader {

    Hiding() {
      super(
          new URL[] {
            location(ValidationInterceptor.class), location(WithoutProtovalidateTest.class)
          },
          WithoutProtovalidateTest.class.getClassLoader());
    }

    private static URL location(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("build.buf.")) {
        throw new ClassNotFoundException(name);
      }
      if (name.startsWith("dev.grapnel.interceptors.validation.")) {
        synchronized (getClassLoadingLock(name)) {
          Class<?> loaded = findLoadedClass(name);
          return loaded == null ? findClass(name) : loaded;
        }
      }
      return super.loadClass(name, resolve);
    }
  }

  /** Runs in the other loader. */
  static final class Scenario implements Callable<String> {

    @Override
    public String call() {
      var validation =
          ValidationInterceptor.builder()
              .addValidator(String.class, (text, violations) -> violations.add("text", "is bad"))
              .build();
      assertThat(validation.problems(List.of())).isEmpty();
      try {
        ValidationInterceptor.protovalidate();
        return "built";
      } catch (IllegalArgumentException missing) {
        return missing.getMessage();
      }
    }
  }

  @Test
  void needsItOnlyForRulesInTheSchema() throws Exception {
    try (Hiding hiding = new Hiding()) {
      Class<?> scenario = hiding.loadClass(Scenario.class.getName());
      assertThat(scenario).isNotEqualTo(Scenario.class);
      var constructor = scenario.getDeclaredConstructor();
      constructor.setAccessible(true);

      Object said = ((Callable<?>) constructor.newInstance()).call();

      assertThat(said)
          .asString()
          .startsWith("protovalidate() needs build.buf:protovalidate")
          .contains("build/buf/");
    }
  }
}
