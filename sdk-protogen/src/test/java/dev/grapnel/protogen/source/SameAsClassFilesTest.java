package dev.grapnel.protogen.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.model.JavaClass;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameAsClassFilesTest {

  private static final Path SHAPES = Path.of("src/test/resources/shapes");
  private static final Path MAIN = Path.of("src/main/java/dev/grapnel/protogen");
  private static final List<Path> CLASS_PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .toList();

  @Test
  void allShapesOfDeclarationsAreReadTheSameFromSourcesAndFromClassFiles(@TempDir Path folder)
      throws Exception {
    assertThat(SourceFolder.compile(SHAPES, folder, List.of())).isEmpty();
    try (ClassFiles files = ClassFiles.on(List.of(folder))) {
      JavaSources sources = JavaSources.parse(List.of(SHAPES), List.of(), files);
      assertThat(sources.classNames()).hasSizeGreaterThan(30).contains("com.acme.Kind$Plain");
      compare(sources, files);
    }
  }

  @Test
  void realCodeIsReadTheSameFromSourcesAndFromClassFiles() {
    try (ClassFiles files = ClassFiles.on(CLASS_PATH)) {
      JavaSources sources =
          JavaSources.parse(
              List.of(MAIN.resolve("model"), MAIN.resolve("mapping")), CLASS_PATH, files);
      assertThat(sources.errors()).isEmpty();
      assertThat(sources.classNames()).contains("dev.grapnel.protogen.model.JavaType$Named");
      compare(sources, files);
    }
  }

  private static void compare(JavaSources sources, ClassFiles files) {
    for (String name : sources.classNames()) {
      JavaClass fromSource = Bare.of(sources.find(name).orElseThrow());
      JavaClass fromFile = Bare.of(files.find(name).orElseThrow(() -> new AssertionError(name)));
      assertThat(fromSource).as(name).isEqualTo(fromFile);
    }
  }
}
