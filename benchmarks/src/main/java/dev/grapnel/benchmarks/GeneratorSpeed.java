package dev.grapnel.benchmarks;

import dev.grapnel.protogen.GeneratedProtos;
import dev.grapnel.protogen.ProtoFolder;
import dev.grapnel.protogen.ProtoGenerator;
import dev.grapnel.protogen.classfile.ClassFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures how long .proto files take for many types, in a JVM that has done nothing before: that
 * is how a build runs it.
 *
 * <p>The types are records of twelve fields that hold each other, a tenth of them enums, in
 * packages of fifty; they are written and compiled before the clock starts.
 */
@Command(
    name = "generator",
    mixinStandardHelpOptions = true,
    description = "Time to generate .proto files for many types, from class files.")
final class GeneratorSpeed implements Callable<Integer> {

  private static final int PACKAGE = 50;

  @Option(names = "--types", description = "How many (default: ${DEFAULT-VALUE}).")
  private int types = 500;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("grapnel-generator");
    try {
      Path classes = compile(sources(folder.resolve("src")), folder.resolve("classes"));
      Path protos = folder.resolve("proto");
      Path locks = folder.resolve("lock");
      for (String run : List.of("first run, no locks", "second run, with locks")) {
        long start = System.nanoTime();
        long startCpu = cpuNanos();
        int files = generate(classes, protos, locks);
        out.printf(
            "%-22s %5d types, %3d files, %6d ms, %6d ms of CPU%n",
            run,
            types,
            files,
            (System.nanoTime() - start) / 1_000_000,
            (cpuNanos() - startCpu) / 1_000_000);
        out.flush();
      }
    } finally {
      delete(folder);
    }
    return 0;
  }

  /** Of all threads, the compiler's and the collector's too. */
  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  private int generate(Path classes, Path protos, Path locks) {
    try (ClassFiles found = ClassFiles.on(List.of(classes))) {
      GeneratedProtos made =
          ProtoGenerator.builder()
              .classes(found)
              .lockDir(locks)
              .model(names().toArray(new String[0]))
              .build()
              .generate();
      ProtoFolder.of(protos, locks).write(made);
      return made.files().size();
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < types; i++) {
      names.add("bench.p" + i / PACKAGE + ".T" + i);
    }
    return names;
  }

  private List<Path> sources(Path folder) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (int i = 0; i < types; i++) {
      Path file = folder.resolve("bench/p" + i / PACKAGE + "/T" + i + ".java");
      Files.createDirectories(file.getParent());
      sources.add(Files.writeString(file, source(i)));
    }
    return sources;
  }

  /** A type holds the two before it, in its own package. */
  private static String source(int i) {
    String head = "package bench.p" + i / PACKAGE + ";\n";
    if (i % 10 == 9) {
      return head + "public enum T" + i + " { NEW, OPEN, CLOSED, LOST }\n";
    }
    StringBuilder components = new StringBuilder("long id, String name, java.time.Instant at");
    components.append(", java.util.List<String> tags, java.util.Map<String, Long> counts");
    components.append(
        ", java.util.Optional<Integer> limit, java.math.BigDecimal price, byte[] body");
    components.append(", double ratio, boolean open");
    for (int back = 1; back <= 2; back++) {
      if (i % PACKAGE >= back) {
        components.append(", T").append(i - back).append(" before").append(back);
      }
    }
    return head + "public record T" + i + "(" + components + ") {}\n";
  }

  private static Path compile(List<Path> sources, Path into) throws IOException {
    Files.createDirectories(into);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("-d", into.toString(), "-proc:none");
      boolean compiled =
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new IllegalStateException("the types of the benchmark do not compile");
      }
    }
    return into;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
