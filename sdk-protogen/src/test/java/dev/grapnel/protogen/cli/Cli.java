package dev.grapnel.protogen.cli;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.grapnel.protogen.GeneratedProtos;
import dev.grapnel.protogen.ProtoFolder;
import dev.grapnel.protogen.ProtoFolder.Change;
import dev.grapnel.protogen.ProtoGeneratorBuilder;
import dev.grapnel.protogen.Protos;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Ansi;

/** Runs the command in this JVM, with an engine that is told what to answer. */
final class Cli extends Engine {

  static final String CLASSES = Path.of("target/test-classes").toString();

  final List<String> asked = new ArrayList<>();
  final List<String> published = new ArrayList<>();
  final List<LockVersions> merged = new ArrayList<>();
  String style = "";
  int written;
  Supplier<GeneratedProtos> generated = () -> Protos.of(Map.of("a.proto", ""), Map.of());
  List<Change> changes = List.of();
  BiConsumer<String, Diagnostics> breaking = (against, findings) -> {};
  String out = "";
  String err = "";

  int run(String... arguments) {
    return run(Ansi.OFF, arguments);
  }

  int run(Ansi ansi, String... arguments) {
    StringWriter result = new StringWriter();
    StringWriter findings = new StringWriter();
    int code =
        Protogen.run(this, ansi, new PrintWriter(result), new PrintWriter(findings), arguments);
    out = result.toString().replace(System.lineSeparator(), "\n");
    err = findings.toString().replace(System.lineSeparator(), "\n");
    return code;
  }

  /** Generates from the classes of the tests. */
  int generate(String... arguments) {
    List<String> line = new ArrayList<>(List.of("generate-proto", "--classpath", CLASSES));
    line.addAll(List.of(arguments));
    return run(line.toArray(String[]::new));
  }

  @Override
  GeneratedProtos generate(ProtoGeneratorBuilder generator) {
    asked.addAll(Protos.asked(generator));
    style = Protos.style(generator);
    return generated.get();
  }

  @Override
  List<Change> compare(ProtoFolder folder, GeneratedProtos protos) {
    return changes;
  }

  @Override
  List<Change> write(ProtoFolder folder, GeneratedProtos protos) {
    written++;
    return changes;
  }

  @Override
  void compare(
      String against,
      Path directory,
      FileDescriptorSet after,
      List<String> accepted,
      Diagnostics findings) {
    published.add(against);
    breaking.accept(against, findings);
  }

  @Override
  List<String> show(String lock, String fileName, Diagnostics findings) {
    return List.of(fileName + " holds " + lock);
  }

  @Override
  String resolve(LockVersions versions, Diagnostics findings) {
    merged.add(versions);
    return versions.staying() + versions.moving();
  }

  @Override
  SortedMap<String, String> importLocks(
      ProtoGeneratorBuilder generator, String place, Diagnostics findings) {
    asked.addAll(Protos.asked(generator));
    return new TreeMap<>(Map.of("shop.v1.lock.json", "imported\n"));
  }
}
