package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.classfile.ClassFiles;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The schema of classes, with numbers in the order of declaration or as they were before. */
final class GeneratedSchema {

  /** Numbers by message or enum, then by field or value. */
  static final class Numbers {
    private final Map<String, Map<String, Integer>> given = new HashMap<>();

    private Map<String, Integer> of(String key) {
      return given.computeIfAbsent(key, each -> new HashMap<>());
    }
  }

  private final ProtoSchema schema;
  private final Diagnostics diagnostics;

  private GeneratedSchema(ProtoSchema schema, Diagnostics diagnostics) {
    this.schema = schema;
    this.diagnostics = diagnostics;
  }

  static ClassSource classFiles() {
    return ClassFiles.of(GeneratedSchema.class.getClassLoader());
  }

  static GeneratedSchema of(Class<?>... types) {
    return of(classFiles(), List.of(types).stream().map(Class::getName).toList(), new Numbers());
  }

  static GeneratedSchema of(ClassSource classes, List<String> names, Numbers numbers) {
    return of(classes, names, numbers, options(new PackageNames(Map.of(), "", "v1")));
  }

  static MappingOptions options(PackageNames packages) {
    return new MappingOptions(packages, false, false);
  }

  static GeneratedSchema of(
      ClassSource classes, List<String> names, Numbers numbers, MappingOptions options) {
    Diagnostics diagnostics = new Diagnostics();
    ModelMapper mapper =
        new ModelMapper(
            classes,
            options,
            diagnostics,
            ProtobufClasses.loadedBy(GeneratedSchema.class.getClassLoader()),
            FieldRules.NONE);
    for (String name : names) {
      mapper.add(JavaType.named(name), new Origin(SourceLocation.UNKNOWN, name));
    }
    List<ProtoPackage> made = new ArrayList<>();
    mapper.contents().forEach((name, contents) -> made.add(file(name, contents, numbers)));
    ProtoSchema schema = new ProtoSchema(made);
    SchemaChecks.check(schema, diagnostics);
    return new GeneratedSchema(schema, diagnostics);
  }

  private static ProtoPackage file(String name, PackageContents contents, Numbers numbers) {
    List<String> parts = List.of(name.split("\\.", -1));
    return new ProtoPackage(
        name,
        name.replace('.', '/') + "/" + parts.get(parts.size() - 2) + ".proto",
        "test." + name,
        "FileProto",
        List.of(),
        contents.messages().stream()
            .map(one -> numbered(one, numbers.of(one.key())))
            .sorted(Comparator.comparing(ProtoMessage::name))
            .toList(),
        contents.enums().stream()
            .map(one -> numbered(one, numbers.of(one.key())))
            .sorted(Comparator.comparing(ProtoEnum::name))
            .toList());
  }

  private static ProtoMessage numbered(ProtoMessage message, Map<String, Integer> known) {
    message.fields().stream()
        .filter(field -> field.number() > 0)
        .forEach(field -> known.put(field.key(), field.number()));
    Set<Integer> taken = new HashSet<>(known.values());
    int next = 1;
    List<ProtoField> fields = new ArrayList<>();
    for (ProtoField field : message.fields()) {
      while (taken.contains(next)) {
        next++;
      }
      Integer number = known.get(field.key());
      if (number == null) {
        number = next;
        taken.add(number);
        known.put(field.key(), number);
      }
      fields.add(numbered(field, number));
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

  private static ProtoField numbered(ProtoField field, int number) {
    return new ProtoField(
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
        field.origin());
  }

  private static ProtoEnum numbered(ProtoEnum type, Map<String, Integer> known) {
    type.values().stream()
        .filter(value -> value.number() >= 0)
        .forEach(value -> known.put(value.key(), value.number()));
    Set<Integer> taken = new HashSet<>(known.values());
    int next = 1;
    List<ProtoEnumValue> values = new ArrayList<>();
    for (ProtoEnumValue value : type.values()) {
      while (taken.contains(next)) {
        next++;
      }
      Integer number = known.get(value.key());
      if (number == null) {
        number = next;
        taken.add(number);
        known.put(value.key(), number);
      }
      values.add(
          new ProtoEnumValue(
              value.key(),
              value.name(),
              number,
              value.formerly(),
              value.comment(),
              value.origin()));
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

  ProtoSchema schema() {
    return schema;
  }

  /** The findings as they are printed. */
  List<String> findings() {
    return diagnostics.all().stream().map(String::valueOf).toList();
  }

  boolean hasErrors() {
    return diagnostics.hasErrors();
  }

  /** The text of each file by its path. */
  Map<String, String> files() {
    ProtoText text = ProtoText.of(schema, "  ");
    Map<String, String> files = new LinkedHashMap<>();
    schema.packages().forEach(one -> files.put(one.path(), text.write(one, List.of())));
    return files;
  }

  /** All text. */
  String text() {
    return String.join("\n", files().values());
  }

  /** The lines within a message or enum, without their numbers. */
  List<String> within(String name) {
    String text = text();
    int start = text.indexOf("\nmessage " + name + " {");
    start = start >= 0 ? start : text.indexOf("\nenum " + name + " {");
    if (start < 0) {
      throw new AssertionError(name + " is not in\n" + text + "\n" + findings());
    }
    return text.substring(start + 1, text.indexOf("\n}", start) + 1)
        .lines()
        .skip(1)
        .map(line -> line.strip().replaceAll(" = \\d+;$", ""))
        .collect(Collectors.toList());
  }
}
