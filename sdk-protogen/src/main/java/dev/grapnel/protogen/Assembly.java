package dev.grapnel.protogen;

import dev.grapnel.protogen.mapping.PackageContents;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Puts messages, enums and services together into packages. */
final class Assembly {

  private static final class Parts {
    final Map<String, ProtoMessage> messages = new LinkedHashMap<>();
    final List<ProtoEnum> enums = new ArrayList<>();
    final List<ProtoService> services = new ArrayList<>();
  }

  private final SortedMap<String, Parts> packages = new TreeMap<>();

  void add(String packageName, PackageContents contents) {
    Parts parts = parts(packageName);
    contents.messages().forEach(message -> parts.messages.put(message.key(), message));
    parts.enums.addAll(contents.enums());
  }

  /** A message that comes with a service takes the place of one that is there already. */
  void add(MadeService made) {
    Parts parts = parts(made.packageName());
    made.messages().forEach(message -> parts.messages.put(message.key(), message));
    parts.services.add(made.service());
  }

  private Parts parts(String packageName) {
    return packages.computeIfAbsent(packageName, name -> new Parts());
  }

  /** Without numbers. */
  ProtoSchema schema(UnaryOperator<String> javaPackage) {
    List<ProtoPackage> made = new ArrayList<>();
    packages.forEach((name, parts) -> made.add(one(name, parts, javaPackage.apply(name))));
    return new ProtoSchema(made);
  }

  private ProtoPackage one(String name, Parts parts, String javaPackage) {
    List<ProtoMessage> messages = List.copyOf(parts.messages.values());
    List<ProtoService> services =
        parts.services.stream().sorted(Comparator.comparing(ProtoService::name)).toList();
    return new ProtoPackage(
        name,
        PackageFiles.path(name),
        javaPackage,
        PackageFiles.outerClassName(name, services, messages, parts.enums),
        services,
        messages,
        parts.enums);
  }

  /** In the order of names, which a new one does not change. */
  static ProtoSchema sorted(ProtoSchema schema) {
    return new ProtoSchema(schema.packages().stream().map(Assembly::sorted).toList());
  }

  private static ProtoPackage sorted(ProtoPackage one) {
    return one.withTypes(
        one.messages().stream().sorted(Comparator.comparing(ProtoMessage::name)).toList(),
        one.enums().stream().sorted(Comparator.comparing(ProtoEnum::name)).toList());
  }
}
