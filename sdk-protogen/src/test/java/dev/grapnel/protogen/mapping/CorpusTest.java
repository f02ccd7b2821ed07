package dev.grapnel.protogen.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.schema.SchemaDescriptors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the corpus promises of every type in it. */
class CorpusTest {

  private static final GeneratedSchema MADE = make();

  private static GeneratedSchema make() {
    return GeneratedSchema.of(
        GeneratedSchema.classFiles(), Corpus.names(), new GeneratedSchema.Numbers());
  }

  @Test
  void holdsAtLeast150JavaTypesWithoutAnError() {
    assertThat(MADE.findings()).noneMatch(finding -> finding.matches("PG0[0-5].*"));
    assertThat(MADE.hasErrors()).isFalse();
    long types =
        MADE.schema().packages().stream()
            .mapToLong(
                one ->
                    one.enums().size()
                        + one.messages().stream()
                            .filter(message -> !message.key().contains(":"))
                            .map(message -> message.key().replaceAll("<.*", ""))
                            .distinct()
                            .count())
            .sum();
    assertThat(types).isGreaterThanOrEqualTo(150);
  }

  @Test
  void protocTakesEveryFileAndMakesTheSameDescriptors(@TempDir Path folder) throws Exception {
    Map<String, FileDescriptorProto> compiled = Protoc.compile(folder, MADE.files());
    Map<String, FileDescriptorProto> own = new TreeMap<>();
    SchemaDescriptors.of(MADE.schema()).forEach(file -> own.put(file.getName(), file));
    assertThat(own.keySet()).isEqualTo(compiled.keySet());
    own.forEach((name, file) -> assertThat(file).as(name).isEqualTo(compiled.get(name)));
  }

  @Test
  void theOrderOfMembersDoesNotMatterOnceNumbersAreGiven() {
    GeneratedSchema.Numbers numbers = new GeneratedSchema.Numbers();
    ClassSource classes = GeneratedSchema.classFiles();
    String text = GeneratedSchema.of(classes, Corpus.names(), numbers).text();
    List<String> names = new ArrayList<>(Corpus.names());
    for (int seed = 0; seed < 5; seed++) {
      java.util.Collections.shuffle(names, new java.util.Random(seed));
      ClassSource shuffled = new ShuffledClasses(classes, seed);
      assertThat(GeneratedSchema.of(shuffled, names, numbers).text()).isEqualTo(text);
    }
  }

  @Test
  void anotherLocaleMakesTheSameText() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertThat(make().text()).isEqualTo(MADE.text());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void anotherProcessMakesTheSameText() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=tr",
                "-Dfile.encoding=ISO-8859-1",
                "-cp",
                System.getProperty("java.class.path"),
                CorpusTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream output = other.getInputStream()) {
      assertThat(new String(output.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(MADE.text());
    }
    assertThat(other.waitFor()).isZero();
  }

  /** Prints the text of the corpus, or writes its files into a folder: for another process. */
  public static void main(String[] folder) throws IOException {
    if (folder.length == 0) {
      System.out.write(MADE.text().getBytes(StandardCharsets.UTF_8));
      System.out.flush();
      return;
    }
    for (Map.Entry<String, String> file : MADE.files().entrySet()) {
      Path path = Path.of(folder[0]).resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    MADE.findings().forEach(System.out::println);
  }
}
