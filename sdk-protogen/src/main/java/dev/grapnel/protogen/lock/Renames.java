package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoRpc;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings the keys of locks up to date: {@code formerly} of a class is followed in all that is made
 * of the class, such as {@code com.acme.Page<com.acme.User>} or {@code request:com.acme.User#get}.
 */
final class Renames {

  private static final Pattern CLASS = Pattern.compile("[\\w.$]+");

  private final Map<String, String> classes = new TreeMap<>();
  private final Set<String> wanted = new HashSet<>();
  private final Findings findings;

  Renames(ProtoSchema schema, Map<String, Lock> before, Findings findings) {
    this.findings = findings;
    Set<String> known = new HashSet<>();
    before.values().forEach(lock -> known.addAll(classesOf(lock)));
    for (ProtoPackage one : schema.packages()) {
      one.messages().forEach(message -> addClasses(message.key(), wanted));
      one.enums().forEach(type -> addClasses(type.key(), wanted));
    }
    for (ProtoPackage one : schema.packages()) {
      for (ProtoMessage message : one.messages()) {
        add(message.key(), message.formerly(), message.origin(), known);
      }
      for (ProtoEnum type : one.enums()) {
        add(type.key(), type.formerly(), type.origin(), known);
      }
    }
  }

  private void add(String key, List<String> formerly, Origin origin, Set<String> known) {
    String name = rawClass(key);
    String taken = null;
    for (String former : new LinkedHashSet<>(formerly)) {
      if (former.equals(name) || !known.contains(former)) {
        continue;
      }
      String other = classes.getOrDefault(former, name);
      if (wanted.contains(former) || !other.equals(name)) {
        report(
            origin,
            "formerly names " + former + (other.equals(name) ? ", which is still there" : ""),
            other.equals(name) ? "" : "So does " + other + ".");
      } else if (taken != null && !known.contains(name)) {
        report(origin, "formerly names " + taken + " and " + former, "The lock knows both.");
      } else {
        taken = former;
        classes.put(former, name);
      }
    }
  }

  private void report(Origin origin, String problem, String why) {
    findings.add(
        Code.PROBABLE_RENAME,
        origin,
        problem,
        why.isEmpty() ? "Numbers can go on with one class only." : why,
        "leave in formerly what this class alone has been");
  }

  /** The lock with the keys of now. What a rename has touched keeps its protobuf name. */
  Lock follow(Lock lock, @Nullable ProtoPackage wantedNow) {
    Lock renamed = rewrite(lock, this::replaceClasses);
    if (wantedNow == null) {
      return renamed;
    }
    Map<String, String> members = new HashMap<>();
    wantedNow.messages().forEach(message -> fieldsOf(message, renamed, members));
    Lock adopted = adoptServices(wantedNow, renamed, members);
    return rewrite(adopted, key -> replaceMember(key, members));
  }

  /** Messages that are made for a field go with it: {@code entry:com.acme.User#nick}. */
  private static void fieldsOf(ProtoMessage message, Lock lock, Map<String, String> members) {
    LockedType known = lock.messages().active().get(message.key());
    if (known == null) {
      return;
    }
    for (ProtoField field : message.fields()) {
      for (LockedEntry entry : known.entries().values()) {
        boolean same = field.formerly().contains(entry.key()) || field.name().equals(entry.name());
        if (same && !known.entries().containsKey(field.key())) {
          members.put(message.key() + "#" + entry.key(), message.key() + "#" + field.key());
        }
      }
    }
  }

  /** A service, and a call, is its protobuf name: that is the path that clients call. */
  private static Lock adoptServices(
      ProtoPackage wantedNow, Lock lock, Map<String, String> members) {
    Set<String> keys = new HashSet<>();
    wantedNow.services().forEach(service -> keys.add(service.key()));
    SortedMap<String, LockedService> services = new TreeMap<>(lock.services().active());
    for (ProtoService service : wantedNow.services()) {
      LockedService known = services.get(service.key());
      for (LockedService other : lock.services().active().values()) {
        if (known == null && other.name().equals(service.name()) && !keys.contains(other.key())) {
          services.remove(other.key());
          known = other.withKey(service.key());
          callsOf(service, other.key(), other, members);
        }
      }
      if (known != null) {
        callsOf(service, service.key(), known, members);
        services.put(service.key(), known);
      }
    }
    return new Lock(
        lock.packageName(),
        lock.wire(),
        lock.messages(),
        lock.enums(),
        new Section<>(services, lock.services().retired()));
  }

  private static void callsOf(
      ProtoService service, String formerKey, LockedService known, Map<String, String> members) {
    for (ProtoRpc rpc : service.rpcs()) {
      LockedRpc call = ServiceStep.find(service, rpc, known);
      if (call != null) {
        members.put(formerKey + "#" + call.key(), service.key() + "#" + rpc.key());
      }
    }
  }

  private static Lock rewrite(Lock lock, Function<String, String> key) {
    return new Lock(
        lock.packageName(),
        lock.wire(),
        section(lock.messages(), one -> named(cases(one, key), key), one -> cases(one, key)),
        section(lock.enums(), one -> named(one, key), one -> one),
        section(lock.services(), one -> service(one, key), one -> one));
  }

  private static <T extends Keyed<T>> Section<T> section(
      Section<T> section, UnaryOperator<T> active, UnaryOperator<T> retired) {
    List<T> followed = new ArrayList<>();
    for (T one : section.active().values()) {
      T now = active.apply(one);
      // What is there under the new key already is another one.
      boolean isTaken = !now.key().equals(one.key()) && section.active().containsKey(now.key());
      followed.add(isTaken ? one : now);
    }
    return Section.of(followed, section.retired().values().stream().map(retired).toList());
  }

  private static LockedType cases(LockedType type, Function<String, String> key) {
    List<LockedEntry> entries =
        type.entries().values().stream().map(entry -> caseOf(type, entry, key)).toList();
    List<LockedEntry> reserved =
        type.reserved().stream().map(entry -> caseOf(type, entry, key).withAsked("")).toList();
    return type.withEntries(type.next(), entries, reserved);
  }

  /** A case is known by its class, and has no annotation of its own. */
  private static LockedEntry caseOf(
      LockedType type, LockedEntry entry, Function<String, String> key) {
    String now = entry.oneof().isEmpty() ? entry.key() : key.apply(entry.key());
    return type.entries().containsKey(now) ? entry : entry.withKey(now).withAsked(Keyed.ANY);
  }

  private static LockedService service(LockedService service, Function<String, String> key) {
    LockedService now = named(service, key);
    if (now.key().equals(service.key())) {
      return now;
    }
    return now.withRpcs(
        now.rpcs().values().stream().map(rpc -> rpc.withName(rpc.name(), Keyed.ANY)).toList(),
        now.reserved());
  }

  private static <T extends Keyed<T>> T named(T one, Function<String, String> key) {
    String now = key.apply(one.key());
    return now.equals(one.key())
        ? one
        : one.withKey(now).withName(one.name(), Keyed.ANY, one.was());
  }

  private String replaceClasses(String key) {
    return CLASS
        .matcher(key)
        .replaceAll(
            match -> Matcher.quoteReplacement(classes.getOrDefault(match.group(), match.group())));
  }

  private static String replaceMember(String key, Map<String, String> members) {
    int colon = key.indexOf(':');
    String member = key.substring(colon + 1);
    return colon < 0 ? key : key.substring(0, colon + 1) + members.getOrDefault(member, member);
  }

  private static Set<String> classesOf(Lock lock) {
    Set<String> names = new HashSet<>();
    lock.messages().active().keySet().forEach(key -> addClasses(key, names));
    lock.enums().active().keySet().forEach(key -> addClasses(key, names));
    for (LockedType type : lock.messages().active().values()) {
      type.entries().values().stream()
          .filter(entry -> !entry.oneof().isEmpty())
          .forEach(entry -> names.add(entry.key()));
    }
    return names;
  }

  private static void addClasses(String key, Set<String> names) {
    CLASS.matcher(key).results().forEach(match -> names.add(match.group()));
  }

  static String rawClass(String key) {
    int arguments = key.indexOf('<');
    return arguments < 0 ? key : key.substring(0, arguments);
  }
}
