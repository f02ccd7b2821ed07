package dev.grapnel.protogen.breaking.protofile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.protogen.breaking.BreakingRules;
import dev.grapnel.protogen.breaking.Published;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wire is not on the class path. */
class WithoutWireTest {

  /** Loads the packages that use it anew, without Wire. */
  private static final class Hiding extends URLClassLoader {

    Hiding() {
      super(
          new URL[] {location(ProtoFiles.class), location(WithoutWireTest.class)},
          WithoutWireTest.class.getClassLoader());
    }

    private static URL location(Class<?> type) {
      return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.squareup.") || name.startsWith("kotlin.")) {
        throw new ClassNotFoundException(name);
      }
      if (name.startsWith("dev.grapnel.protogen.breaking.")) {
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

    private final Path jar;

    Scenario(Path jar) {
      this.jar = jar;
    }

    @Override
    public String call() {
      Diagnostics diagnostics = new Diagnostics();
      FileDescriptorSet set = Published.jar(jar, diagnostics).orElseThrow();
      BreakingRules.compare(set, set, diagnostics);
      assertThat(diagnostics.all()).isEmpty();
      try {
        ProtoFiles.parse(Map.of("a.proto", "syntax = \"proto3\";"), diagnostics);
        return "parsed";
      } catch (ConfigException missing) {
        return missing.getMessage();
      }
    }
  }

  @Test
  void needsItOnlyForText(@TempDir Path folder) throws Exception {
    Path jar = folder.resolve("a.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("META-INF/grapnel/a.binpb"));
      FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
      set.addFileBuilder().setName("a.proto").addMessageTypeBuilder().setName("A");
      set.build().writeTo(zip);
    }
    try (Hiding hiding = new Hiding()) {
      Class<?> scenario = hiding.loadClass(Scenario.class.getName());
      assertThat(scenario).isNotEqualTo(Scenario.class);
      var constructor = scenario.getDeclaredConstructor(Path.class);
      constructor.setAccessible(true);

      Object said = ((Callable<?>) constructor.newInstance(jar)).call();

      assertThat(said)
          .asString()
          .contains("com.squareup.wire:wire-schema-jvm is needed on the class path");
    }
  }
}
