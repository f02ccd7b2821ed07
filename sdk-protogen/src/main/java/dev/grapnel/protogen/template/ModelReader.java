package dev.grapnel.protogen.template;

import dev.grapnel.protogen.annotation.Resource;
import dev.grapnel.protogen.annotation.Resource.Operation;
import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.model.ClassSource;
import dev.grapnel.protogen.model.JavaAnnotation;
import dev.grapnel.protogen.model.JavaClass;
import dev.grapnel.protogen.schema.Cardinality;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.Plurals;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a class says of itself as a resource. */
final class ModelReader {

  private static final JavaAnnotation NOTHING = new JavaAnnotation("", Map.of());
  private static final String PASCAL = "[A-Z][A-Za-z0-9]*";
  private static final String COLLECTION = "[a-z][A-Za-z0-9]*/\\{[a-z][a-z0-9_]*}";

  private final Template template;
  private final ClassSource classes;
  private final Diagnostics diagnostics;

  ModelReader(Template template, ClassSource classes, Diagnostics diagnostics) {
    this.template = template;
    this.classes = classes;
    this.diagnostics = diagnostics;
  }

  /** The model; its id is empty where a finding was made of it, or none is needed. */
  Model read(
      JavaClass type,
      ProtoMessage message,
      String packageName,
      String serviceName,
      Set<Operation> wanted) {
    Origin origin = message.origin();
    JavaAnnotation resource = type.annotations().find(Resource.class.getName()).orElse(NOTHING);
    Set<Operation> operations = operations(resource, wanted);
    Marks marks = Marks.of(type, classes);
    return new Model(
        message,
        packageName,
        plural(resource, message, operations),
        checked(resource, "parent", COLLECTION + "(/" + COLLECTION + ")*", origin).orElse(""),
        serviceName(serviceName, message),
        operations,
        needsId(operations) ? id(resource, marks, message) : Optional.empty(),
        marks.readOnly(),
        marks.writeOnly());
  }

  private Set<Operation> operations(JavaAnnotation resource, Set<Operation> wanted) {
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    operations.addAll(wanted);
    if (operations.isEmpty()) {
      for (Object part : resource.parts("operations")) {
        if (part instanceof JavaAnnotation.EnumValue value) {
          operations.add(Operation.valueOf(value.constant()));
        }
      }
    }
    return operations.isEmpty() ? template.operations() : operations;
  }

  private static boolean needsId(Set<Operation> operations) {
    return operations.stream()
        .anyMatch(
            one -> one != Operation.CREATE && one != Operation.LIST && one != Operation.STREAM);
  }

  private String plural(JavaAnnotation resource, ProtoMessage message, Set<Operation> operations) {
    Optional<String> given = checked(resource, "plural", PASCAL, message.origin());
    if (given.isPresent()) {
      return given.get();
    }
    boolean isUsed =
        template != Template.SOCIO
            && (template == Template.AIP
                || operations.contains(Operation.LIST)
                || operations.contains(Operation.STREAM));
    String plural = Plurals.of(message.name());
    if (isUsed && !Plurals.isSure(message.name())) {
      diagnostics.add(
          message
              .origin()
              .finding(
                  Code.GUESSED_PLURAL,
                  "\"" + plural + "\" is a guess for the plural of \"" + message.name() + "\"",
                  "It is part of names that cannot change later.",
                  "annotate with @Resource(plural = \"…\")"));
    }
    return plural;
  }

  private Optional<String> checked(
      JavaAnnotation resource, String element, String pattern, Origin origin) {
    Optional<String> text = resource.text(element);
    if (text.isPresent() && !text.get().matches(pattern)) {
      String example = element.equals("plural") ? "People" : "publishers/{publisher}";
      diagnostics.add(
          origin.finding(
              Code.BAD_ANNOTATION,
              "the " + element + " of @Resource is \"" + text.get() + "\"",
              "Names and paths are made of it.",
              "write it as in @Resource(" + element + " = \"" + example + "\")"));
      return Optional.empty();
    }
    return text;
  }

  /** In a controller's name, {@code Service} is not said, as django-socio-grpc does it. */
  private String serviceName(String given, ProtoMessage message) {
    String suffix = template == Template.SOCIO ? "Controller" : "Service";
    if (given.isEmpty()) {
      return message.name() + suffix;
    }
    if (!given.matches(PASCAL)) {
      diagnostics.add(
          message
              .origin()
              .finding(
                  Code.BAD_NAME,
                  "\"" + given + "\" is no name for a service",
                  "Names of services are in PascalCase, of letters and digits.",
                  "use a name like \"" + message.name() + suffix + "\""));
    }
    boolean renames =
        template == Template.SOCIO && given.endsWith("Service") && !given.equals("Service");
    return renames ? given.substring(0, given.length() - "Service".length()) + suffix : given;
  }

  private Optional<ProtoField> id(JavaAnnotation resource, Marks marks, ProtoMessage message) {
    Optional<String> given = resource.text("id");
    Set<String> marked = marks.ids();
    if (given.isEmpty() && marked.size() > 1) {
      return noId(
          message,
          "it has several ids: " + String.join(", ", new TreeSet<>(marked)),
          "say which one it is with @Resource(id = \"…\")");
    }
    String key = given.orElseGet(() -> marked.stream().findFirst().orElse("id"));
    List<ProtoField> found =
        message.fields().stream().filter(field -> field.key().equals(key)).toList();
    if (found.isEmpty()) {
      return noId(
          message,
          "it has no property \"" + key + "\" that could be its id",
          "say which one it is with @Resource(id = \"…\"), or leave out with operations what needs"
              + " an id");
    }
    if (found.get(0).cardinality() == Cardinality.REPEATED || found.get(0).oneof() != null) {
      return noId(
          message,
          "its id \"" + key + "\" is not one value",
          "say with @Resource(id = \"…\") which property identifies it");
    }
    return Optional.of(found.get(0));
  }

  private Optional<ProtoField> noId(ProtoMessage message, String problem, String fix) {
    diagnostics.add(
        message
            .origin()
            .finding(
                Code.NO_ID, problem, "Calls ask for one model, and change it, by its id.", fix));
    return Optional.empty();
  }
}
