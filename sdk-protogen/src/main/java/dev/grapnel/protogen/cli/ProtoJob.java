package dev.grapnel.protogen.cli;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.protogen.GeneratedProtos;
import dev.grapnel.protogen.ProtoFolder;
import dev.grapnel.protogen.ProtoFolder.Change;
import dev.grapnel.protogen.ProtoGenerationException;
import dev.grapnel.protogen.ProtoGeneratorBuilder;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Generates .proto files of selected classes and writes or checks them: what the command and the
 * Maven plugin do. Runs once. Not thread-safe.
 */
public final class ProtoJob {

  private final ProtoGeneratorBuilder generator;
  private final Engine engine;
  private List<Path> classPath = List.of();
  private List<Path> sources = List.of();
  private List<String> classes = List.of();
  private List<String> services = List.of();
  private Path directory = Path.of("");
  private Path protoDir = Path.of("src/main/protobuf");
  private @Nullable Path outputDir;
  private @Nullable Path lockDir;
  private @Nullable Path classesDir;
  private @Nullable Path descriptorFile;
  private @Nullable String against;
  private List<String> accepted = List.of();

  ProtoJob(ProtoGeneratorBuilder generator, Engine engine) {
    this.generator = generator;
    this.engine = engine;
  }

  /**
   * Makes a job.
   *
   * @param generator how things are generated; the job tells it the classes and the lock folder
   * @return a job
   */
  public static ProtoJob of(ProtoGeneratorBuilder generator) {
    return new ProtoJob(generator, new Engine());
  }

  /**
   * Sets where classes are. Those of folders are own ones; those of jars are taken by pattern or
   * name only. Beside sources, it has what these use.
   *
   * @param entries folders and jars; those that are missing hold nothing
   * @return this
   */
  public ProtoJob classPath(List<Path> entries) {
    classPath = List.copyOf(entries);
    return this;
  }

  /**
   * Sets the sources. With them, comments, lines and the order of declaration are known.
   *
   * @param rootsOrFiles source folders or files; empty to read class files instead
   * @return this
   */
  public ProtoJob sources(List<Path> rootsOrFiles) {
    sources = List.copyOf(rootsOrFiles);
    return this;
  }

  /**
   * Selects classes. Without any, and without a service that tells its model, all own classes are
   * taken that are annotated with {@code @ProtoMessage}, {@code @Resource} or
   * {@code @ProtoService}.
   *
   * @param patterns class names, {@code com.acme.*} for a package, {@code com.acme.**} for those
   *     below, too; patterns pass over what holds no data; several in one text have commas between
   * @return this
   */
  public ProtoJob classes(List<String> patterns) {
    classes = ClassPattern.split(patterns);
    return this;
  }

  /**
   * Asks for services.
   *
   * @param names {@code UserService}, {@code User=UserService}, {@code User=} for the usual name,
   *     or an interface's name with its package
   * @return this
   */
  public ProtoJob services(List<String> names) {
    services = List.copyOf(names);
    return this;
  }

  /**
   * Sets where .proto files are kept.
   *
   * @param folder the folder; {@code src/main/protobuf} by default
   * @return this
   */
  public ProtoJob protoDir(Path folder) {
    protoDir = folder;
    return this;
  }

  /**
   * Sets where .proto files are written, if they are not written where they are kept.
   *
   * @param folder the folder
   * @return this
   */
  public ProtoJob outputDir(Path folder) {
    outputDir = folder;
    return this;
  }

  /**
   * Sets where locks are.
   *
   * @param folder the folder; {@code proto-lock} beside the folder of .proto files by default
   * @return this
   */
  public ProtoJob lockDir(Path folder) {
    lockDir = folder;
    return this;
  }

  /**
   * Writes what is packed with the classes, too: {@link GeneratedProtos#resources}.
   *
   * @param folder the folder that is packed, {@code target/classes}
   * @return this
   */
  public ProtoJob classesDir(Path folder) {
    classesDir = folder;
    return this;
  }

  /**
   * Writes the descriptors of the generated files and of all that they import, too.
   *
   * @param file where to
   * @return this
   */
  public ProtoJob descriptorFile(Path file) {
    descriptorFile = file;
    return this;
  }

  /**
   * Compares with what is published; breaking changes are errors.
   *
   * @param published {@code git:REF}, {@code git:REF#DIR}, {@code jar:PATH} or a folder of .proto
   *     files
   * @param from where its relative paths begin, and where git runs
   * @return this
   */
  public ProtoJob against(String published, Path from) {
    against = published;
    directory = from;
    return this;
  }

  /**
   * Accepts removals that look like renames, and new names.
   *
   * @param keys {@code com.acme.User#nick} in a lock, {@code acme.user.v1.User.nick} in what is
   *     published
   * @return this
   */
  public ProtoJob accept(List<String> keys) {
    accepted = List.copyOf(keys);
    return this;
  }

  /**
   * Makes what would change a lock an error.
   *
   * @return this
   */
  public ProtoJob frozen() {
    generator.frozen();
    return this;
  }

  /**
   * Does the job. If there is an error, nothing is written.
   *
   * @param action whether to write
   * @return findings and changes; no classes selected is no error
   * @throws dev.grapnel.core.config.ConfigException if a pattern, a service or another setting is
   *     wrong; it tells all that are
   * @throws java.io.UncheckedIOException if a file cannot be read or written
   */
  public JobResult run(Action action) {
    String published = against == null ? null : published(against);
    Path locks = lockDir == null ? ProtoFolder.lockDirOf(protoDir) : lockDir;
    Diagnostics findings = new Diagnostics();
    try (OpenClasses opened = engine.open(sources, classPath, findings)) {
      Selection selection = Selection.of(opened, classes, services, findings);
      if (selection.size() == 0) {
        return new JobResult(action, 0, findings.all(), List.of());
      }
      selection.addTo(
          generator
              .classes(opened.source())
              .classLoader(opened.loader())
              .lockDir(locks)
              .accept(accepted.toArray(String[]::new)));
      GeneratedProtos protos = generate(published, findings);
      Path target = action == Action.CHECK || outputDir == null ? protoDir : outputDir;
      List<Change> changes =
          protos == null || findings.hasErrors()
              ? List.of()
              : apply(action, ProtoFolder.of(target, locks), protos);
      return new JobResult(action, selection.size(), findings.all(), changes);
    }
  }

  /** Of a git revision, the same folder is meant unless another one is written. */
  private String published(String written) {
    if (written.isBlank()) {
      throw new ConfigException(
          List.of("what is published? Write git:main, jar:api-1.0.jar, or a folder"));
    }
    Path whole = directory.toAbsolutePath().normalize();
    return written.startsWith("git:") && !written.contains("#")
        ? written
            + "#"
            + whole.relativize(protoDir.toAbsolutePath().normalize()).toString().replace('\\', '/')
        : written;
  }

  private @Nullable GeneratedProtos generate(@Nullable String published, Diagnostics findings) {
    try {
      GeneratedProtos protos = engine.generate(generator);
      findings.addAll(protos.warnings());
      if (published != null) {
        engine.compare(published, directory, protos.descriptors(), accepted, findings);
      }
      return protos;
    } catch (ProtoGenerationException failure) {
      findings.addAll(failure.findings());
      return null;
    }
  }

  private List<Change> apply(Action action, ProtoFolder folder, GeneratedProtos protos) {
    if (action != Action.WRITE) {
      return engine.compare(folder, protos);
    }
    List<Change> changes = engine.write(folder, protos);
    if (classesDir != null) {
      protos.writeResources(classesDir);
    }
    if (descriptorFile != null) {
      protos.writeDescriptors(descriptorFile);
    }
    return changes;
  }
}
