package dev.grapnel.protogen.lock;

import static dev.grapnel.protogen.diagnostic.Code.DUPLICATE_NUMBER;
import static dev.grapnel.protogen.diagnostic.Code.LOCK_EDITED;
import static dev.grapnel.protogen.diagnostic.Code.LOCK_UNREADABLE;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads locks, and finds what was done to them by hand. */
final class LockReader {

  private static final String RESTORE =
      "take the file back from version control and generate anew, or merge the locks of two"
          + " branches with `protogen lock resolve --base REF`";
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  private final String file;
  private final Findings findings;
  private boolean unreadable;

  private LockReader(String file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  static Optional<Lock> read(String text, String file, Diagnostics diagnostics) {
    return new LockReader(file, new Findings(diagnostics)).read(text);
  }

  private Optional<Lock> read(String text) {
    JsonElement tree;
    try {
      tree = JsonTree.read(text, this::twice);
    } catch (IOException malformed) {
      boolean conflict = text.contains("<<<<<<<");
      problem(
          "",
          conflict
              ? "version control has left a conflict in it"
              : "it is no JSON: " + Findings.bounded(String.valueOf(malformed.getMessage())));
      return Optional.empty();
    }
    if (!(tree instanceof JsonObject object)) {
      problem("", "it is no JSON object");
      return Optional.empty();
    }
    LockNode root = new LockNode(object, "", this::problem);
    int format = root.number("format", 1, Integer.MAX_VALUE);
    if (format > Lock.FORMAT) {
      findings.add(
          LOCK_UNREADABLE,
          file,
          file,
          "it has the format " + format + ", and this generator knows " + Lock.FORMAT,
          "use the generator that wrote it, or a newer one");
      return Optional.empty();
    }
    Lock lock = lock(root);
    return unreadable ? Optional.empty() : Optional.of(lock);
  }

  private Lock lock(LockNode root) {
    root.only(
        Set.of(
            "format", "package", "wire", "messages", "enums", "services", "retired", LockJson.SUM));
    LockNode retired = root.child("retired");
    retired.only(Set.of("messages", "enums", "services"));
    Lock lock =
        new Lock(
            root.text("package"),
            wire(root.child("wire")),
            new Section<>(
                types(root, "messages", EntryKind.FIELD, false),
                types(retired, "messages", EntryKind.FIELD, true)),
            new Section<>(
                types(root, "enums", EntryKind.VALUE, false),
                types(retired, "enums", EntryKind.VALUE, true)),
            new Section<>(services(root, false), services(retired, true)));
    oneName(lock);
    wholeness(root, lock);
    return lock;
  }

  private SortedMap<String, String> wire(LockNode node) {
    SortedMap<String, String> options = new TreeMap<>();
    for (String name : node.json().keySet()) {
      if (!name.equals(LockJson.SUM)) {
        options.put(name, node.text(name));
      }
    }
    compare(node, LockJson.wire(options));
    return options;
  }

  private SortedMap<String, LockedType> types(
      LockNode around, String section, EntryKind kind, boolean isRetired) {
    SortedMap<String, LockedType> types = new TreeMap<>();
    around
        .objects(section)
        .forEach((under, node) -> types.put(under, type(under, node, kind, isRetired)));
    return types;
  }

  private LockedType type(String under, LockNode node, EntryKind kind, boolean isRetired) {
    node.only(
        Set.of("key", "proto", "asked", "was", "next", kind.section(), "reserved", LockJson.SUM));
    SortedMap<String, LockedEntry> entries = new TreeMap<>();
    node.objects(kind.section()).forEach((key, one) -> entries.put(key, entry(key, one, kind)));
    List<LockedEntry> reserved = new ArrayList<>();
    node.list("reserved").forEach(one -> reserved.add(entry(one.optional("key"), one, kind)));
    LockedType type =
        new LockedType(
            key(under, node, isRetired),
            name(node, "proto"),
            node.optional("asked"),
            node.number("next", 1, kind.largest() + 1),
            entries,
            reserved,
            node.texts("was"));
    oneNumber(type);
    compare(node, LockJson.type(under, type, kind.section()));
    return type;
  }

  private LockedEntry entry(String key, LockNode node, EntryKind kind) {
    node.only(Set.of("asked", "c", "form", "json", "key", "n", "name", "oneof", "t", "was"));
    int number = node.number("n", kind.smallest(), kind.largest());
    if (!kind.takes(number)) {
      node.problem("\"n\" is " + number + ", which belongs to protobuf");
    }
    boolean isNumberAlone = key.isEmpty() && !node.json().has("name");
    return new LockedEntry(
        key,
        isNumberAlone ? "" : name(node, "name"),
        number,
        kind == EntryKind.FIELD ? node.text("t") : node.optional("t"),
        node.optional("c"),
        node.optional("oneof"),
        node.optional("form"),
        node.optional("json"),
        node.optional("asked"),
        node.texts("was"));
  }

  private SortedMap<String, LockedService> services(LockNode around, boolean isRetired) {
    SortedMap<String, LockedService> services = new TreeMap<>();
    around
        .objects("services")
        .forEach((under, node) -> services.put(under, service(under, node, isRetired)));
    return services;
  }

  private LockedService service(String under, LockNode node, boolean isRetired) {
    node.only(Set.of("key", "proto", "asked", "was", "rpcs", "reserved", LockJson.SUM));
    SortedMap<String, LockedRpc> rpcs = new TreeMap<>();
    node.objects("rpcs").forEach((key, one) -> rpcs.put(key, rpc(key, one)));
    List<LockedRpc> reserved = new ArrayList<>();
    node.list("reserved").forEach(one -> reserved.add(rpc(one.optional("key"), one)));
    LockedService service =
        new LockedService(
            key(under, node, isRetired),
            name(node, "proto"),
            node.optional("asked"),
            rpcs,
            reserved,
            node.texts("was"));
    compare(node, LockJson.service(under, service));
    return service;
  }

  private LockedRpc rpc(String key, LockNode node) {
    node.only(Set.of("asked", "in", "key", "out", "proto"));
    return new LockedRpc(
        key, name(node, "proto"), node.text("in"), node.text("out"), node.optional("asked"));
  }

  /** Those that there are stand under their keys, those that there were under their names. */
  private static String key(String under, LockNode node, boolean isRetired) {
    String key = node.optional("key");
    if (isRetired && !under.equals(node.optional("proto"))) {
      node.problem("it stands under another name than its own");
    }
    return key.isEmpty() ? under : key;
  }

  private static String name(LockNode node, String attribute) {
    String name = node.text(attribute);
    if (!name.isEmpty() && !name.matches(NAME)) {
      node.problem("\"" + name + "\" is no protobuf name");
    }
    return name;
  }

  private void compare(LockNode node, JsonObject anew) {
    JsonElement wanted = anew.get(LockJson.SUM);
    String sum = node.optional(LockJson.SUM);
    if (!sum.equals(wanted == null ? "" : wanted.getAsString())) {
      findings.add(
          LOCK_EDITED,
          file,
          node.path(),
          "it was edited by hand, or two branches met in it: its sum is not that of its lines",
          RESTORE);
    }
  }

  private void wholeness(LockNode root, Lock lock) {
    String wanted = LockJson.lock(lock).get(LockJson.SUM).getAsString();
    if (!root.optional(LockJson.SUM).equals(wanted)) {
      findings.add(
          LOCK_EDITED,
          file,
          lock.packageName(),
          "messages, enums or services were taken out of it or put into it by hand, or two branches"
              + " met in it",
          RESTORE);
    }
  }

  private void oneNumber(LockedType type) {
    Map<Integer, LockedEntry> numbers = new TreeMap<>();
    List<LockedEntry> all = new ArrayList<>(type.entries().values());
    all.addAll(type.reserved());
    for (LockedEntry entry : all) {
      LockedEntry other = numbers.putIfAbsent(entry.number(), entry);
      if (other != null) {
        findings.add(
            DUPLICATE_NUMBER,
            file,
            type.key() + "." + entry.name(),
            "it has the number " + entry.number() + ", as " + other.name() + " has",
            RESTORE);
      }
    }
  }

  private void oneName(Lock lock) {
    Map<String, String> names = new TreeMap<>();
    for (Section<? extends Keyed<?>> section :
        List.of(lock.messages(), lock.enums(), lock.services())) {
      List<Keyed<?>> all = new ArrayList<>(section.active().values());
      all.addAll(section.retired().values());
      for (Keyed<?> one : all) {
        String other = names.putIfAbsent(one.name(), one.key());
        if (other != null) {
          findings.add(
              LOCK_EDITED,
              file,
              one.key(),
              "it is called " + one.name() + ", as " + other + " is",
              "annotate one of them with another name, and " + RESTORE);
        }
      }
    }
  }

  private void twice(String path, String name) {
    findings.add(
        LOCK_EDITED, file, path, "\"" + Findings.bounded(name) + "\" is there twice", RESTORE);
  }

  private void problem(String path, String problem) {
    unreadable = true;
    findings.add(
        LOCK_UNREADABLE, file, path.isEmpty() ? file : path, Findings.bounded(problem), RESTORE);
  }
}
