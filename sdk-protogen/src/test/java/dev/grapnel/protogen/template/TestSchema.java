package dev.grapnel.protogen.template;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import dev.grapnel.protogen.mapping.ModelMapper;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoText;
import dev.grapnel.protogen.schema.SchemaDescriptors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts pieces together as the generator does: numbers are in the order of declaration. */
public final class TestSchema {

  private static final List<String> INCLUDES =
      List.of(
          "google/protobuf/descriptor.proto",
          "google/protobuf/empty.proto",
          "google/protobuf/field_mask.proto",
          "google/protobuf/struct.proto",
          "google/protobuf/timestamp.proto",
          "google/api/annotations.proto",
          "google/api/http.proto");

  private final Map<String, Map<String, ProtoMessage>> messages = new TreeMap<>();
  private final Map<String, List<ProtoEnum>> enums = new TreeMap<>();
  private final Map<String, List<MadeService>> services = new TreeMap<>();

  /** Adds all that was mapped, then the services. */
  public static TestSchema of(ModelMapper mapper, List<MadeService> made) {
    TestSchema schema = new TestSchema();
    mapper
        .contents()
        .forEach(
            (name, contents) -> {
              contents.messages().forEach(message -> schema.add(name, message));
              schema.enums.put(name, contents.enums());
            });
    for (MadeService one : made) {
      one.messages().forEach(message -> schema.add(one.packageName(), message));
      schema.services.computeIfAbsent(one.packageName(), name -> new ArrayList<>()).add(one);
    }
    return schema;
  }

  private void add(String packageName, ProtoMessage message) {
    messages
        .computeIfAbsent(packageName, name -> new LinkedHashMap<>())
        .put(message.key(), numbered(message));
  }

  private static ProtoMessage numbered(ProtoMessage message) {
    List<ProtoField> fields = new ArrayList<>();
    for (ProtoField field : message.fields()) {
      int number = field.number() != 0 ? field.number() : fields.size() + 1;
      fields.add(
          new ProtoField(
              field.key(),
              field.name(),
              number,
              field.type(),
              field.cardinality(),
              field.oneof(),
              field.jsonName(),
              field.form(),
              field.formerly(),
              field.revived(),
              field.rules(),
              field.comment(),
              field.origin()));
    }
    return new ProtoMessage(
        message.key(),
        message.name(),
        fields,
        message.reserved(),
        message.formerly(),
        message.comment(),
        message.origin());
  }

  private static ProtoEnum numbered(ProtoEnum type) {
    List<ProtoEnumValue> values = new ArrayList<>();
    for (ProtoEnumValue one : type.values()) {
      values.add(
          new ProtoEnumValue(
              one.key(), one.name(), values.size(), one.formerly(), one.comment(), one.origin()));
    }
    return new ProtoEnum(
        type.key(),
        type.name(),
        values,
        type.reserved(),
        type.formerly(),
        type.comment(),
        type.origin());
  }

  public ProtoSchema schema(String javaPackage) {
    List<ProtoPackage> packages = new ArrayList<>();
    messages.forEach(
        (name, all) ->
            packages.add(
                new ProtoPackage(
                    name,
                    name.replace('.', '/') + "/model.proto",
                    javaPackage,
                    "ModelProto",
                    services.getOrDefault(name, List.of()).stream()
                        .map(MadeService::service)
                        .toList(),
                    List.copyOf(all.values()),
                    enums.getOrDefault(name, List.of()).stream()
                        .map(TestSchema::numbered)
                        .toList())));
    return new ProtoSchema(packages);
  }

  /** The text of the only package, or of the first one. */
  public String text(String indent) {
    ProtoSchema schema = schema("");
    return ProtoText.of(schema, indent).write(schema.packages().get(0), List.of());
  }

  /** Writes all files, and lets the real protoc make descriptors of them. */
  public List<FileDescriptorProto> protoc(Path folder) throws Exception {
    ProtoSchema schema = schema("com.acme.gen");
    Path tool = Path.of("target/protoc/protoc.exe").toAbsolutePath();
    // It is copied without its permission to run.
    tool.toFile().setExecutable(true);
    Path includes = folder.resolve("includes");
    for (String include : INCLUDES) {
      copy(include, includes);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                tool.toString(),
                "-I" + folder,
                "-I" + includes,
                "--descriptor_set_out=" + folder.resolve("out.bin")));
    for (ProtoPackage one : schema.packages()) {
      Path file = folder.resolve(one.path());
      Files.createDirectories(file.getParent());
      Files.writeString(file, ProtoText.of(schema, "  ").write(one, List.of()));
      command.add(one.path());
    }
    Process protoc = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(protoc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (protoc.waitFor() != 0) {
      throw new IOException(output);
    }
    ExtensionRegistry http = ExtensionRegistry.newInstance();
    AnnotationsProto.registerAllExtensions(http);
    return FileDescriptorSet.parseFrom(Files.readAllBytes(folder.resolve("out.bin")), http)
        .getFileList();
  }

  private static void copy(String include, Path to) throws IOException {
    try (InputStream file = TestSchema.class.getResourceAsStream("/" + include)) {
      Files.createDirectories(to.resolve(include).getParent());
      Files.copy(file, to.resolve(include), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The descriptors that are made without protoc. */
  public List<FileDescriptorProto> descriptors() {
    return SchemaDescriptors.of(schema("com.acme.gen"));
  }
}
