package dev.grapnel.protogen.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Sources of a test, in a folder of its own. */
public record SourceFolder(Path folder) {

  /** Writes a file. */
  public SourceFolder with(String path, String text) throws IOException {
    Path file = folder.resolve("src").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /** Where the sources are. */
  public Path sources() {
    return folder.resolve("src");
  }

  /** Where class files are. */
  public Path classes() {
    return folder.resolve("classes");
  }

  /** Reads the sources, with no class files behind them. */
  JavaSources read() {
    return JavaSources.parse(List.of(sources()), List.of(), className -> Optional.empty());
  }

  /** Compiles the sources with the class path of the tests; tells what the compiler says. */
  public List<Diagnostic<? extends JavaFileObject>> compile(
      List<String> options, Processor... processors) throws IOException {
    return compile(sources(), classes(), options, processors);
  }

  /** Compiles a folder into another. */
  static List<Diagnostic<? extends JavaFileObject>> compile(
      Path sources, Path classes, List<String> options, Processor... processors)
      throws IOException {
    Files.createDirectories(classes);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> all = new ArrayList<>(options);
      all.addAll(List.of("-d", classes.toString()));
      all.addAll(List.of("-cp", System.getProperty("java.class.path")));
      if (processors.length == 0) {
        all.add("-proc:none");
      }
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              files,
              said,
              all,
              null,
              files.getJavaFileObjectsFromPaths(SourceFiles.in(List.of(sources))));
      task.setProcessors(List.of(processors));
      task.call();
    }
    return said.getDiagnostics();
  }
}
