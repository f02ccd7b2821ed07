package dev.grapnel.protogen;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import dev.grapnel.protogen.mapping.PackageContents;
import dev.grapnel.protogen.schema.MadeService;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
  private final Diagnostics diagnostics;

  Assembly(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

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

  /** Without numbers; two things of one name are findings. */
  ProtoSchema schema(UnaryOperator<String> javaPackage) {
    List<ProtoPackage> made = new ArrayList<>();
    packages.forEach((name, parts) -> made.add(one(name, parts, javaPackage.apply(name))));
    return new ProtoSchema(made);
  }

  private ProtoPackage one(String name, Parts parts, String javaPackage) {
    List<ProtoMessage> messages = List.copyOf(parts.messages.values());
    List<ProtoService> services =
        parts.services.stream().sorted(Comparator.comparing(ProtoService::name)).toList();
    Map<String, Origin> taken = new HashMap<>();
    messages.forEach(each -> take(each.name(), each.origin(), name, taken));
    parts.enums.forEach(each -> take(each.name(), each.origin(), name, taken));
    services.forEach(each -> take(each.name(), each.origin(), name, taken));
    return new ProtoPackage(
        name,
        PackageFiles.path(name),
        javaPackage,
        PackageFiles.outerClassName(name, services, messages, parts.enums),
        services,
        messages,
        parts.enums);
  }

  private void take(String name, Origin origin, String packageName, Map<String, Origin> taken) {
    Origin other = taken.putIfAbsent(name, origin);
    if (other != null) {
      diagnostics.add(
          origin.finding(
              Code.NAME_CLASH,
              "it would be " + packageName + "." + name + ", as " + other.subject() + " is",
              "A package has one thing of a name.",
              "annotate one of them with another name, or put it into another package"));
    }
  }

  /** In the order of names, which a new one does not change. */
  static ProtoSchema sorted(ProtoSchema schema) {
    return new ProtoSchema(schema.packages().stream().map(Assembly::sorted).toList());
  }

  private static ProtoPackage sorted(ProtoPackage one) {
    return new ProtoPackage(
        one.name(),
        one.path(),
        one.javaPackage(),
        one.outerClassName(),
        one.services(),
        one.messages().stream().sorted(Comparator.comparing(ProtoMessage::name)).toList(),
        one.enums().stream().sorted(Comparator.comparing(ProtoEnum::name)).toList());
  }
}
