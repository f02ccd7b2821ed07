package dev.grapnel.protogen.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The real protoc, with the files of protobuf and google.type beside what is generated. */
final class Protoc {

  private static final Path PROTOC = Path.of("target/protoc/protoc.exe");

  private Protoc() {}

  /** Compiles all files in one run. */
  static Map<String, FileDescriptorProto> compile(Path folder, Map<String, String> files)
      throws IOException, InterruptedException {
    Path sources = folder.resolve("sources");
    Path includes = folder.resolve("includes");
    for (Map.Entry<String, String> file : files.entrySet()) {
      write(sources.resolve(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
      include(includes, file.getValue());
    }
    Path set = folder.resolve("set.binpb");
    List<String> command = new ArrayList<>(List.of(PROTOC.toAbsolutePath().toString()));
    command.addAll(List.of("-I" + sources, "-I" + includes, "--descriptor_set_out=" + set));
    command.addAll(files.keySet());
    assertThat(PROTOC.toFile().setExecutable(true)).isTrue();
    Process protoc = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(protoc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(protoc.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
    Map<String, FileDescriptorProto> compiled = new TreeMap<>();
    FileDescriptorSet.parseFrom(Files.readAllBytes(set), ExtensionRegistry.getEmptyRegistry())
        .getFileList()
        .forEach(file -> compiled.put(file.getName(), file));
    return compiled;
  }

  /** Copies what a file imports from the class path, and what that imports. */
  private static void include(Path includes, String text) throws IOException {
    for (String name : imports(text)) {
      try (InputStream found = Protoc.class.getClassLoader().getResourceAsStream(name)) {
        if (found != null && !Files.exists(includes.resolve(name))) {
          byte[] content = found.readAllBytes();
          write(includes.resolve(name), content);
          include(includes, new String(content, StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static Set<String> imports(String text) {
    TreeSet<String> names = new TreeSet<>();
    text.lines()
        .filter(line -> line.startsWith("import \""))
        .forEach(line -> names.add(line.substring(8, line.lastIndexOf('"'))));
    return names;
  }

  private static void write(Path path, byte[] content) throws IOException {
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }
}
