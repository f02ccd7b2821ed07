package dev.grapnel.protogen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of the command, as it is built. */
class CommandJarIT {

  private static final Path JAR = jar();
  private static final long LARGEST = 8_000_000;

  private static Path jar() {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.toString().endsWith("-cli.jar")).findFirst().orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static final String MODEL = "dev.grapnel.protogen.cli.model.Customer";

  private int exitCode;

  private String run(String... arguments) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    exitCode = process.waitFor();
    return text;
  }

  @Test
  void runs() throws IOException, InterruptedException {
    String text = run("explain", MODEL, "-cp", Cli.CLASSES);

    assertThat(exitCode).as(text).isZero();
    assertThat(text).startsWith(MODEL + " becomes message ").contains("int64 id");
  }

  /** Text is parsed by wire, which brings Kotlin and okio. */
  @Test
  void comparesWithProtoFiles(@TempDir Path folder) throws IOException, InterruptedException {
    String protos = folder.resolve("proto").toString();
    String[] generate = {"generate-proto", "-cp", Cli.CLASSES, "--classes", MODEL, "--proto-dir"};
    List<String> first = new ArrayList<>(List.of(generate));
    first.add(protos);
    String written = run(first.toArray(String[]::new));
    assertThat(exitCode).as(written).isZero();
    first.addAll(List.of("--constraints", "--against", protos));

    assertThat(run(first.toArray(String[]::new))).doesNotContain("NoClassDefFound", "\tat ");
    assertThat(exitCode).isZero();
  }

  @Test
  void holdsWhatTheCommandNeedsAndNoMore() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(entry -> entry.getName()).toList();
      assertThat(names)
          .contains("buf/validate/validate.proto", "google/protobuf/timestamp.proto")
          .contains("google/type/date.proto")
          .doesNotHaveDuplicates()
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA|EC)"))
          .noneMatch(name -> name.endsWith("module-info.class"))
          .noneMatch(name -> name.startsWith("dev/cel/") || name.startsWith("io/grpc/"))
          .noneMatch(name -> name.startsWith("com/google/common/"))
          .noneMatch(name -> name.startsWith("dev/grapnel/protogen/modelservice/"))
          .noneMatch(name -> name.startsWith("dev/grapnel/protogen/processor/"));
    }
    assertThat(Files.size(JAR)).isLessThan(LARGEST);
  }

  /** Tree shaking leaves out what is not referred to; what is, must be there. */
  @Test
  void lacksNothingThatItsClassesReferTo() {
    TreeMap<String, SortedSet<String>> uses = new TreeMap<>();
    SortedSet<String> missing = new TreeSet<>();
    Pattern form = Pattern.compile("   (\\S+) +-> (\\S+) +(.*)");
    StringWriter told = new StringWriter();
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    jdeps.run(
        new PrintWriter(told),
        new PrintWriter(System.err, false, StandardCharsets.UTF_8),
        "--multi-release",
        "17",
        "-verbose:class",
        "-filter:none",
        JAR.toString());
    for (String line : told.toString().lines().toList()) {
      Matcher use = form.matcher(line);
      if (use.matches()) {
        uses.computeIfAbsent(use.group(1), name -> new TreeSet<>()).add(use.group(2));
        if (use.group(3).strip().equals("not found")) {
          missing.add(use.group(2));
        }
      }
    }
    SortedSet<String> reached = new TreeSet<>();
    Deque<Collection<String>> next = new ArrayDeque<>();
    next.add(
        uses.keySet().stream().filter(name -> name.startsWith("dev.grapnel.protogen.")).toList());
    while (!next.isEmpty()) {
      for (String name : next.remove()) {
        if (reached.add(name) && uses.containsKey(name)) {
          next.add(uses.get(name));
        }
      }
    }
    reached.retainAll(missing);
    // Annotations need not be there; of JavaEditionDefaults, protobuf uses a constant; the
    // configuration of servers and clients, which knows gRPC, is not read by the command; wire
    // links
    // schemas by Guava's multimaps, and its parser alone is used: comparesWithProtoFiles() does.
    assertThat(reached)
        .allMatch(
            name ->
                name.startsWith("org.jspecify.annotations.")
                    || name.startsWith("io.grpc.Status")
                    || name.matches("com\\.google\\.common\\.collect\\.(LinkedHash)?Multimap")
                    || name.equals("com.google.protobuf.JavaEditionDefaults"));
  }
}
