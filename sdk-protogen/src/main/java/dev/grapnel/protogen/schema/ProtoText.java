package dev.grapnel.protogen.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes packages as .proto text. The same schema gives the same bytes everywhere. */
public final class ProtoText {

  private final TypeNames names;
  private final String indent;

  private ProtoText(ProtoSchema schema, String indent) {
    this.names = new TypeNames(schema);
    this.indent = indent;
  }

  /**
   * Writes packages of a schema.
   *
   * @param schema the schema that references are resolved in
   * @param indent the blanks before what is in a block
   * @return a writer
   */
  public static ProtoText of(ProtoSchema schema, String indent) {
    return new ProtoText(schema, indent);
  }

  /**
   * Writes a package.
   *
   * @param one a package of the schema
   * @param header comment lines before everything; empty for none
   * @return the text of its file, lines ended by a line feed
   */
  public String write(ProtoPackage one, List<String> header) {
    List<String> blocks = new ArrayList<>();
    if (!header.isEmpty()) {
      blocks.add(comment(String.join("\n", header), "").stripTrailing());
    }
    blocks.add("syntax = \"proto3\";");
    blocks.add("package " + one.name() + ";");
    List<String> imports = names.imports(one);
    if (!imports.isEmpty()) {
      blocks.add(lines(imports, file -> "import \"" + file + "\";"));
    }
    if (!one.javaPackage().isEmpty()) {
      blocks.add(options(one));
    }
    one.services().forEach(service -> blocks.add(service(one, service)));
    one.messages().forEach(message -> blocks.add(message(one, message)));
    one.enums().forEach(type -> blocks.add(enumeration(type)));
    return String.join("\n\n", blocks) + "\n";
  }

  private static String options(ProtoPackage one) {
    return """
        option java_multiple_files = true;
        option java_outer_classname = "%s";
        option java_package = "%s";"""
        .formatted(one.outerClassName(), one.javaPackage());
  }

  private String service(ProtoPackage around, ProtoService service) {
    StringBuilder text = new StringBuilder(comment(service.comment(), ""));
    text.append("service ").append(service.name()).append(" {\n");
    for (ProtoRpc rpc : service.rpcs()) {
      text.append(comment(rpc.comment(), indent))
          .append(indent)
          .append("rpc ")
          .append(rpc.name())
          .append('(')
          .append(rpc.clientStreaming() ? "stream " : "")
          .append(names.nameWithin(around.name(), rpc.request()))
          .append(") returns (")
          .append(rpc.serverStreaming() ? "stream " : "")
          .append(names.nameWithin(around.name(), rpc.response()))
          .append(')');
      text.append(options(around, rpc));
    }
    return text.append('}').toString();
  }

  private String options(ProtoPackage around, ProtoRpc rpc) {
    List<String> options = new ArrayList<>();
    if (rpc.idempotency() != ProtoRpc.Idempotency.UNKNOWN) {
      options.add("option idempotency_level = " + rpc.idempotency() + ";");
    }
    HttpRule http = rpc.http();
    if (http != null) {
      String inner = indent.repeat(3);
      String body = http.body().isEmpty() ? "" : inner + "body: \"" + http.body() + "\"\n";
      options.add(
          "option (%s) = {\n".formatted(names.fromWithin(around.name(), "google.api.http"))
              + (inner + http.verb() + ": \"" + http.path() + "\"\n" + body)
              + (indent.repeat(2) + "};"));
    }
    String lines = lines(options, option -> indent.repeat(2) + option);
    return options.isEmpty() ? ";\n" : " {\n" + lines + "\n" + indent + "}\n";
  }

  private String message(ProtoPackage around, ProtoMessage message) {
    StringBuilder text = new StringBuilder(comment(message.comment(), ""));
    text.append("message ").append(message.name()).append(" {");
    StringBuilder body = new StringBuilder(reserved(message.reserved()));
    List<ProtoField> fields =
        message.fields().stream().sorted(Comparator.comparingInt(ProtoField::number)).toList();
    List<String> oneofs = new ArrayList<>();
    for (ProtoField field : fields) {
      if (field.oneof() == null) {
        body.append(field(around, field, indent));
      } else if (!oneofs.contains(field.oneof())) {
        oneofs.add(field.oneof());
        body.append(indent).append("oneof ").append(field.oneof()).append(" {\n");
        for (ProtoField choice : fields) {
          if (field.oneof().equals(choice.oneof())) {
            body.append(field(around, choice, indent.repeat(2)));
          }
        }
        body.append(indent).append("}\n");
      }
    }
    return body.isEmpty()
        ? text.append('}').toString()
        : text.append('\n').append(body).append('}').toString();
  }

  private String field(ProtoPackage around, ProtoField field, String before) {
    StringBuilder text = new StringBuilder(comment(field.comment(), before)).append(before);
    if (field.cardinality() == Cardinality.OPTIONAL) {
      text.append("optional ");
    } else if (field.cardinality() == Cardinality.REPEATED
        && !(field.type() instanceof ProtoType.MapOf)) {
      text.append("repeated ");
    }
    text.append(type(around, field.type())).append(' ').append(field.name());
    text.append(" = ").append(field.number());
    List<String> options = new ArrayList<>();
    if (field.jsonName() != null) {
      options.add("json_name = \"" + field.jsonName() + "\"");
    }
    String option = "(" + names.fromWithin(around.name(), "buf.validate.field") + ").";
    field.rules().forEach(rule -> options.add(option + rule.path() + " = " + rule.value()));
    if (options.size() == 1) {
      text.append(" [").append(options.get(0)).append(']');
    } else if (options.size() > 1) {
      text.append(" [\n").append(before).append(indent);
      text.append(String.join(",\n" + before + indent, options))
          .append('\n')
          .append(before)
          .append(']');
    }
    return text.append(";\n").toString();
  }

  private String type(ProtoPackage around, ProtoType type) {
    if (type instanceof ProtoType.Scalar scalar) {
      return scalar.type().keyword();
    }
    if (type instanceof ProtoType.MapOf map) {
      return "map<" + map.key().keyword() + ", " + type(around, map.value()) + ">";
    }
    return names.nameWithin(around.name(), type);
  }

  private String enumeration(ProtoEnum type) {
    StringBuilder text = new StringBuilder(comment(type.comment(), ""));
    text.append("enum ").append(type.name()).append(" {\n").append(reserved(type.reserved()));
    type.values().stream()
        .sorted(Comparator.comparingInt(ProtoEnumValue::number))
        .forEach(
            value ->
                text.append(comment(value.comment(), indent))
                    .append(indent)
                    .append(value.name())
                    .append(" = ")
                    .append(value.number())
                    .append(";\n"));
    return text.append('}').toString();
  }

  private String reserved(List<Reserved> reserved) {
    String numbers =
        reserved.stream()
            .filter(Reserved::hasNumber)
            .map(Reserved::number)
            .distinct()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    String quoted =
        reserved.stream()
            .filter(Reserved::hasName)
            .map(one -> '"' + one.name() + '"')
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return reserved(numbers) + reserved(quoted);
  }

  private String reserved(String list) {
    return list.isEmpty() ? "" : indent + "reserved " + list + ";\n";
  }

  private static String comment(@Nullable String comment, String before) {
    if (comment == null || comment.isBlank()) {
      return "";
    }
    return printable(comment)
            .lines()
            .map(line -> line.isBlank() ? before + "//" : before + "// " + line.stripTrailing())
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  /**
   * A comment of a class can have any character. A zero would end it for protoc, a line separator
   * for some who print it into code, and half a character has no bytes.
   */
  private static String printable(String comment) {
    StringBuilder text = new StringBuilder();
    comment
        .codePoints()
        .forEach(
            c ->
                text.appendCodePoint(
                    switch (Character.getType(c)) {
                      case Character.CONTROL -> c == '\n' || c == '\r' ? c : ' ';
                      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
                      case Character.SURROGATE -> 0xFFFD;
                      default -> c;
                    }));
    return text.toString();
  }

  private static String lines(List<String> of, java.util.function.UnaryOperator<String> line) {
    return of.stream().map(line).collect(Collectors.joining("\n"));
  }
}
