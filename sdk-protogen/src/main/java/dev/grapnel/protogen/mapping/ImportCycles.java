package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoService;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds packages that need each other: each is a file, and files cannot import in a ring. */
final class ImportCycles {

  private final Findings findings;
  private final Map<String, String> packageOf = new HashMap<>();
  // Which packages a package needs, and the first that needs it.
  private final SortedMap<String, SortedMap<String, Origin>> needs = new TreeMap<>();
  private final Set<String> done = new HashSet<>();

  ImportCycles(ProtoSchema schema, Findings findings) {
    this.findings = findings;
    for (ProtoPackage one : schema.packages()) {
      for (ProtoMessage message : one.messages()) {
        packageOf.put(message.key(), one.name());
      }
      for (ProtoEnum type : one.enums()) {
        packageOf.put(type.key(), one.name());
      }
    }
    schema.packages().forEach(this::addNeeds);
  }

  private void addNeeds(ProtoPackage one) {
    SortedMap<String, Origin> own = needs.computeIfAbsent(one.name(), name -> new TreeMap<>());
    for (ProtoMessage message : one.messages()) {
      for (ProtoField field : message.fields()) {
        add(own, field.type(), field.origin());
      }
    }
    for (ProtoService service : one.services()) {
      for (ProtoRpc rpc : service.rpcs()) {
        add(own, rpc.request(), service.origin());
        add(own, rpc.response(), service.origin());
      }
    }
    own.remove(one.name());
  }

  private void add(Map<String, Origin> to, ProtoType type, Origin origin) {
    if (type instanceof ProtoType.MapOf map) {
      add(to, map.value(), origin);
      return;
    }
    String name =
        type instanceof ProtoType.MessageOf message
            ? packageOf.get(message.key())
            : type instanceof ProtoType.EnumOf one ? packageOf.get(one.key()) : null;
    if (name != null) {
      to.putIfAbsent(name, origin);
    }
  }

  void check() {
    needs.keySet().forEach(name -> walk(name, new ArrayList<>()));
  }

  private void walk(String name, List<String> path) {
    int start = path.indexOf(name);
    if (start >= 0) {
      tell(path.subList(start, path.size()));
      return;
    }
    if (!done.contains(name)) {
      path.add(name);
      needs.getOrDefault(name, new TreeMap<>()).keySet().forEach(next -> walk(next, path));
      path.remove(path.size() - 1);
      done.add(name);
    }
  }

  private void tell(List<String> ring) {
    String last = ring.get(ring.size() - 1);
    List<String> users = new ArrayList<>();
    for (int i = 0; i < ring.size(); i++) {
      Origin user = origin(ring.get(i), ring.get((i + 1) % ring.size()));
      users.add(user.subject());
    }
    findings.add(
        Code.IMPORT_CYCLE,
        origin(last, ring.get(0)),
        "packages need each other: "
            + String.join(" -> ", ring)
            + " -> "
            + ring.get(0)
            + ", by "
            + String.join(", ", users),
        "Each package is a file, and protobuf's files cannot import each other.",
        "put the classes into one package, or give their packages one protobuf package");
  }

  private Origin origin(String from, String to) {
    return Objects.requireNonNull(Objects.requireNonNull(needs.get(from)).get(to));
  }
}
