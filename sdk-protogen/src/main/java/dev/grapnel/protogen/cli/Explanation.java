package dev.grapnel.protogen.cli;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import dev.grapnel.protogen.mapping.ModelMapper;
import dev.grapnel.protogen.mapping.PackageContents;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.model.JavaType;
import dev.grapnel.protogen.model.SourceLocation;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What becomes of a class, in words. */
final class Explanation {

  private final ClassSource classes;
  private final ModelMapper mapper;
  private final List<JavaType.Named> asked = new ArrayList<>();
  private final Map<String, String> names = new TreeMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> rpcs = new ArrayList<>();

  Explanation(ClassSource classes, ModelMapper mapper) {
    this.classes = classes;
    this.mapper = mapper;
  }

  /** Maps a class; what is wrong with it is among the mapper's findings. */
  void add(String written) {
    JavaType.Named type = TypeText.parse(written);
    if (mapper.add(type, new Origin(SourceLocation.UNKNOWN, type.toString())) != null) {
      asked.add(type);
    }
  }

  /** Takes numbers and calls from what was generated. */
  void numbers(FileDescriptorSet generated) {
    for (FileDescriptorProto file : generated.getFileList()) {
      String around = file.getPackage() + ".";
      file.getMessageTypeList()
          .forEach(
              message ->
                  message
                      .getFieldList()
                      .forEach(
                          field ->
                              numbers.put(
                                  around + message.getName() + "." + field.getName(),
                                  field.getNumber())));
      file.getEnumTypeList()
          .forEach(
              type ->
                  type.getValueList()
                      .forEach(value -> numbers.put(around + value.getName(), value.getNumber())));
      file.getServiceList()
          .forEach(
              service -> {
                rpcs.add("service " + around + service.getName());
                service.getMethodList().forEach(method -> rpcs.add("  " + rpc(method)));
              });
    }
  }

  private static String rpc(MethodDescriptorProto method) {
    return "rpc %s(%s%s) returns (%s%s)"
        .formatted(
            method.getName(),
            method.getClientStreaming() ? "stream " : "",
            method.getInputType().substring(1),
            method.getServerStreaming() ? "stream " : "",
            method.getOutputType().substring(1));
  }

  List<String> lines() {
    mapper
        .contents()
        .forEach(
            (around, contents) -> {
              contents.messages().forEach(one -> names.put(one.key(), around + "." + one.name()));
              contents.enums().forEach(one -> names.put(one.key(), around + "." + one.name()));
            });
    List<String> lines = new ArrayList<>();
    List<String> others = new ArrayList<>();
    mapper.contents().forEach((around, contents) -> explain(around, contents, lines, others));
    if (!others.isEmpty()) {
      lines.add("It brings along:");
      lines.addAll(others);
    }
    lines.addAll(rpcs);
    return lines;
  }

  private void explain(
      String around, PackageContents contents, List<String> lines, List<String> others) {
    for (ProtoMessage message : contents.messages()) {
      if (isAsked(message.key())) {
        lines.add(message.key() + " becomes message " + around + "." + message.name());
        lines.addAll(table(message, around));
      } else {
        others.add("  message " + around + "." + message.name() + "  of " + message.key());
      }
    }
    for (ProtoEnum type : contents.enums()) {
      if (isAsked(type.key())) {
        lines.add(type.key() + " becomes enum " + around + "." + type.name());
        type.values()
            .forEach(
                value -> lines.add("  " + numbered(value.name(), around + "." + value.name())));
      } else {
        others.add("  enum " + around + "." + type.name() + "  of " + type.key());
      }
    }
  }

  private boolean isAsked(String key) {
    return asked.stream().anyMatch(one -> key.equals(TypeText.of(one)));
  }

  private List<String> table(ProtoMessage message, String around) {
    String className = message.key().replaceFirst("<.*", "");
    Optional<JavaClass> declaration = classes.find(className);
    List<String[]> rows = new ArrayList<>();
    for (ProtoField field : message.fields()) {
      String java = declaration.map(type -> javaType(type, field.key())).orElse("");
      String full = around + "." + message.name() + "." + field.name();
      rows.add(new String[] {field.key(), java, proto(field, full)});
    }
    int keys = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
    int types = rows.stream().mapToInt(row -> row[1].length()).max().orElse(0);
    return rows.stream()
        .map(row -> "  " + pad(row[0], keys) + "  " + pad(row[1], types) + "  " + row[2])
        .toList();
  }

  private static String pad(String text, int length) {
    return text + " ".repeat(length - text.length());
  }

  private static String javaType(JavaClass type, String property) {
    return Stream.concat(type.components().stream(), type.fields().stream())
        .filter(one -> one.name().equals(property))
        .map(one -> one.type().toString())
        .findFirst()
        .orElse("");
  }

  private String proto(ProtoField field, String fullName) {
    StringBuilder text = new StringBuilder();
    if (field.oneof() != null) {
      text.append("oneof ").append(field.oneof()).append(": ");
    } else if (field.cardinality() == Cardinality.OPTIONAL) {
      text.append("optional ");
    } else if (field.cardinality() == Cardinality.REPEATED
        && !(field.type() instanceof ProtoType.MapOf)) {
      text.append("repeated ");
    }
    text.append(name(field.type())).append(' ').append(numbered(field.name(), fullName));
    if (field.form() != Form.PLAIN) {
      String form = field.form().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      text.append("  (as ").append(form).append(')');
    }
    return text.toString();
  }

  private String numbered(String name, String fullName) {
    Integer number = numbers.get(fullName);
    return number == null ? name : name + " = " + number;
  }

  private String name(ProtoType type) {
    if (type instanceof ProtoType.Scalar scalar) {
      return scalar.type().keyword();
    }
    if (type instanceof ProtoType.MapOf map) {
      return "map<" + name(new ProtoType.Scalar(map.key())) + ", " + name(map.value()) + ">";
    }
    if (type instanceof ProtoType.External external) {
      return external.fullName();
    }
    String key =
        type instanceof ProtoType.MessageOf message
            ? message.key()
            : ((ProtoType.EnumOf) type).key();
    return names.getOrDefault(key, key);
  }
}
