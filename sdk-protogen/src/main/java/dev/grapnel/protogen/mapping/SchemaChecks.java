package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.schema.FieldNames;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoService;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.HashMap;
import java.util.Map;

/** Finds what protoc would refuse of a whole schema: names that are taken, files in a ring. */
public final class SchemaChecks {

  private static final String WHY = "The names of a package are for all that it holds.";

  private final Findings findings;

  private SchemaChecks(Findings findings) {
    this.findings = findings;
  }

  /**
   * Checks a schema.
   *
   * @param schema the schema, with services, with or without numbers
   * @param diagnostics where findings go: {@link Code#NAME_CLASH} and {@link Code#IMPORT_CYCLE}
   */
  public static void check(ProtoSchema schema, Diagnostics diagnostics) {
    Findings findings = new Findings(diagnostics);
    SchemaChecks checks = new SchemaChecks(findings);
    schema.packages().forEach(checks::checkNames);
    new ImportCycles(schema, findings).check();
  }

  private void checkNames(ProtoPackage one) {
    Map<String, Origin> names = new HashMap<>();
    for (ProtoService service : one.services()) {
      take(names, service.name(), service.origin(), one.name());
    }
    for (ProtoMessage message : one.messages()) {
      take(names, message.name(), message.origin(), one.name());
    }
    for (ProtoEnum type : one.enums()) {
      take(names, type.name(), type.origin(), one.name());
      type.values().stream()
          .map(ProtoEnumValue::name)
          .distinct()
          .forEach(name -> take(names, name, type.origin(), one.name()));
    }
    one.messages().forEach(message -> checkEntries(message, names));
    one.messages()
        .forEach(message -> checkJava(message.name() + "OrBuilder", message.origin(), names));
    one.services().forEach(service -> checkJava(service.name() + "Grpc", service.origin(), names));
  }

  /** Every message and enum becomes a Java file, and so does what protoc adds to some. */
  private void checkJava(String added, Origin origin, Map<String, Origin> names) {
    Origin other = names.get(added);
    if (other != null) {
      findings.add(
          Code.NAME_CLASH,
          other,
          "the Java code of " + origin.subject() + " has a class " + added + ", too",
          "protoc refuses to write a file twice.",
          "name one of them otherwise");
    }
  }

  private void take(Map<String, Origin> names, String name, Origin origin, String packageName) {
    Origin other = names.putIfAbsent(name, origin);
    if (other != null) {
      findings.add(
          Code.NAME_CLASH,
          origin,
          name
              + " is the name of two things in "
              + packageName
              + ", of "
              + other.subject()
              + ", too",
          WHY,
          "name one of them with @ProtoMessage, @ProtoEnum or @ProtoService(name = \"…\")");
    }
  }

  /** protoc makes a message for a map within its message, where it hides others of that name. */
  private void checkEntries(ProtoMessage message, Map<String, Origin> names) {
    for (ProtoField field : message.fields()) {
      String json = FieldNames.jsonName(field.name());
      String entry = FieldNames.pascal(json) + "Entry";
      Origin other = names.get(entry);
      if (field.type() instanceof ProtoType.MapOf && other != null) {
        findings.add(
            Code.NAME_CLASH,
            field.origin(),
            "protoc calls its entries " + entry + ", as " + other.subject() + " is",
            "Within the message, the one would hide the other.",
            "name one of them otherwise");
      }
    }
  }
}
