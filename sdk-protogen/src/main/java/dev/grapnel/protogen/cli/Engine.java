package dev.grapnel.protogen.cli;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.GeneratedProtos;
import dev.grapnel.protogen.ProtoFolder;
import dev.grapnel.protogen.ProtoGenerationException;
import dev.grapnel.protogen.ProtoGeneratorBuilder;
import dev.grapnel.protogen.breaking.BreakingRules;
import dev.grapnel.protogen.breaking.Published;
import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostic;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.lock.Lock;
import dev.grapnel.protogen.lock.LockMerge;
import dev.grapnel.protogen.source.JavaSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the command asks of the other packages, in one place. */
class Engine {

  /** Opens sources, if there are any, or else class files; tells what cannot be read. */
  OpenClasses open(List<Path> sources, List<Path> classPath, Diagnostics findings) {
    // What cannot be read is told here; a compiler would go on without it.
    ClassNames compiled = ClassNames.on(classPath);
    ClassFiles files = ClassFiles.on(classPath);
    if (sources.isEmpty()) {
      return new OpenClasses(files, compiled, files.loader(), files::close);
    }
    JavaSources read = JavaSources.parse(sources, classPath, files);
    // A file that cannot be read must not look like classes that were removed.
    read.errors()
        .forEach(
            error ->
                findings.add(
                    new Diagnostic(
                        Code.SOURCE_UNREADABLE,
                        error.location(),
                        "source",
                        error.problem(),
                        "What it declares is not known.",
                        "mend it: javac tells the same")));
    ClassNames names = new ClassNames(new TreeSet<>(read.classNames()), new TreeSet<>());
    return new OpenClasses(read, names, files.loader(), files::close);
  }

  /** Generates in memory. */
  GeneratedProtos generate(ProtoGeneratorBuilder generator) {
    return generator.build().generate();
  }

  /** Tells which files are not so. */
  List<ProtoFolder.Change> compare(ProtoFolder folder, GeneratedProtos protos) {
    return folder.compare(protos);
  }

  /** Writes the files that are not so, and tells which. */
  List<ProtoFolder.Change> write(ProtoFolder folder, GeneratedProtos protos) {
    return folder.write(protos);
  }

  /** Adds what of the generated files breaks those who use what is published. */
  void compare(
      String published,
      Path directory,
      FileDescriptorSet generated,
      List<String> accepted,
      Diagnostics findings) {
    Published.at(published, directory, findings)
        .ifPresent(before -> BreakingRules.compare(before, generated, accepted, findings));
  }

  /** Checks a lock, and tells what it holds line by line. */
  List<String> show(String lock, String fileName, Diagnostics findings) {
    return Lock.read(lock, fileName, findings).stream()
        .flatMap(read -> read.text().lines())
        .toList();
  }

  /** Joins two versions of a lock; where both gave a number, the one that stays keeps it. */
  String resolve(LockVersions versions, Diagnostics findings) {
    Optional<Lock> ancestor = lock(versions.ancestor(), versions.fileName(), findings);
    Optional<Lock> staying = lock(versions.staying(), versions.fileName(), findings);
    Optional<Lock> moving = lock(versions.moving(), versions.fileName(), findings);
    return ancestor.isEmpty() || staying.isEmpty() || moving.isEmpty()
        ? ""
        : LockMerge.resolve(ancestor.get(), staying.get(), moving.get(), findings).text();
  }

  /** What was not there knows nothing. */
  private static Optional<Lock> lock(String text, String fileName, Diagnostics findings) {
    String packageName = fileName.substring(0, fileName.length() - LockFolder.SUFFIX.length());
    return text.isEmpty()
        ? Optional.of(Lock.empty(packageName))
        : Lock.read(text, fileName, findings);
  }

  /** Makes locks, by file name, that give classes the numbers of what is published. */
  SortedMap<String, String> importLocks(
      ProtoGeneratorBuilder generator, String published, Diagnostics findings) {
    return Published.at(published, Path.of(""), findings)
        .map(existing -> generate(generator.importNumbers(existing), findings))
        .orElseGet(TreeMap::new);
  }

  private SortedMap<String, String> generate(
      ProtoGeneratorBuilder generator, Diagnostics findings) {
    try {
      GeneratedProtos made = generate(generator);
      findings.addAll(made.warnings());
      return made.locks();
    } catch (ProtoGenerationException failure) {
      findings.addAll(failure.findings());
      return new TreeMap<>();
    }
  }
}
