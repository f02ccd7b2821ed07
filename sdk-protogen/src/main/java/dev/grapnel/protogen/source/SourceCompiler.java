package dev.grapnel.protogen.source;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import dev.grapnel.core.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Runs the JDK's compiler as far as declarations go: no body is looked at, no file is written. Not
 * by an annotation processor, the other way to declarations: the compiler starts none if a class
 * above one of the sources has an annotation that is not on the class path.
 */
final class SourceCompiler implements AutoCloseable {

  private static final List<String> OPTIONS =
      List.of(
          "-proc:none",
          "--should-stop=ifNoError=ENTER",
          // What does not resolve is no hindrance: it may be generated later.
          "--should-stop=ifError=ENTER",
          "-implicit:none",
          "-Xlint:none");

  private final JavaCompiler compiler;
  private final StandardJavaFileManager files;

  SourceCompiler(List<Path> classPath) {
    compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new ConfigException(
          List.of(
              "there is no Java compiler: sources are read with a JDK, and "
                  + System.getProperty("java.home")
                  + " is a mere runtime"));
    }
    files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    try {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      // Else the compiler looks for sources on the class path, too.
      files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the class path " + classPath, failure);
    }
  }

  void read(List<Path> sources, DeclarationReader reader) {
    if (sources.isEmpty()) {
      return;
    }
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null, files, reader, OPTIONS, null, files.getJavaFileObjectsFromPaths(sources));
    task.addTaskListener(
        new TaskListener() {
          @Override
          public void finished(TaskEvent event) {
            // By now all files are known to the compiler, not this one alone.
            if (event.getKind() == TaskEvent.Kind.ENTER) {
              reader.read(event.getCompilationUnit(), task);
            }
          }

          @Override
          public void started(TaskEvent event) {
            if (event.getKind() == TaskEvent.Kind.ENTER) {
              reader.parsed();
            }
          }
        });
    task.call();
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
