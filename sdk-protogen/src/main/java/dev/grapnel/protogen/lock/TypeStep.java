package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import dev.grapnel.protogen.schema.ProtoSchema;
import dev.grapnel.protogen.schema.ProtoType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the block of each message and enum, and decides its protobuf name. */
final class TypeStep {

  private final Map<String, Lock> locks;
  private final LockOptions options;
  private final Findings findings;
  private final Map<String, LockedType> known = new HashMap<>();
  private final Map<String, String> fullNames = new HashMap<>();
  private final Map<String, String> nowCalled = new HashMap<>();

  /** Full names of locked blocks that go on in their package, and of those that went elsewhere. */
  private final Set<String> used = new HashSet<>();

  private final Set<String> moved = new HashSet<>();

  TypeStep(ProtoSchema wanted, Map<String, Lock> locks, LockOptions options, Findings findings) {
    this.locks = locks;
    this.options = options;
    this.findings = findings;
    for (Lock lock : locks.values()) {
      for (Section<LockedType> section : List.of(lock.messages(), lock.enums())) {
        for (LockedType type : section.active().values()) {
          type.was().forEach(was -> nowCalled.put(was, lock.packageName() + "." + type.name()));
        }
      }
    }
    for (ProtoPackage one : wanted.packages()) {
      wantedTypes(one).forEach(type -> match(one.name(), type));
    }
    for (ProtoPackage one : wanted.packages()) {
      lists(one);
    }
    for (ProtoPackage one : wanted.packages()) {
      unmatched(one);
    }
  }

  /** The block of a type, with the name that it is to have; its entries are as they were. */
  LockedType of(String key) {
    LockedType type = known.get(key);
    if (type == null) {
      throw new IllegalStateException("no message or enum has the key " + key);
    }
    return type;
  }

  /** A type as locks write it: full names. */
  String text(ProtoType type) {
    if (type instanceof ProtoType.Scalar scalar) {
      return scalar.type().keyword();
    }
    if (type instanceof ProtoType.MapOf map) {
      return "map<" + map.key().keyword() + ", " + text(map.value()) + ">";
    }
    if (type instanceof ProtoType.External external) {
      return external.fullName();
    }
    String key =
        type instanceof ProtoType.MessageOf message
            ? message.key()
            : ((ProtoType.EnumOf) type).key();
    return fullNames.getOrDefault(key, key);
  }

  /** A type that a lock wrote, by the names of now. */
  String current(String type) {
    int start = type.lastIndexOf(' ') + 1;
    int end = type.endsWith(">") ? type.length() - 1 : type.length();
    String name = type.substring(start, end);
    return type.substring(0, start) + nowCalled.getOrDefault(name, name) + type.substring(end);
  }

  private static List<WantedType> wantedTypes(ProtoPackage one) {
    List<WantedType> types = new ArrayList<>();
    one.messages().forEach(message -> types.add(WantedType.of(message)));
    one.enums().forEach(type -> types.add(WantedType.of(type)));
    return types;
  }

  private Lock lock(String packageName) {
    Lock lock = locks.get(packageName);
    return lock == null ? Lock.empty(packageName) : lock;
  }

  private void match(String packageName, WantedType type) {
    LockedType found = type.section(lock(packageName)).active().get(type.key());
    if (found == null) {
      found = fromElsewhere(packageName, type);
    }
    if (found == null) {
      found = returned(packageName, type);
    }
    if (found != null) {
      name(packageName, type, found);
    }
  }

  /** What the source says has been in another package goes on with its numbers. */
  private @Nullable LockedType fromElsewhere(String packageName, WantedType type) {
    for (Lock lock : locks.values()) {
      LockedType found = type.section(lock).active().get(type.key());
      boolean said = type.saysRename() || (found != null && found.asked().equals(Keyed.ANY));
      if (found != null && said && !lock.packageName().equals(packageName)) {
        List<String> was = new ArrayList<>(found.was());
        was.add(lock.packageName() + "." + found.name());
        moved.addAll(was);
        used.addAll(found.was());
        return found.withName(found.name(), Keyed.ANY, was);
      }
    }
    return null;
  }

  private @Nullable LockedType returned(String packageName, WantedType type) {
    Section<LockedType> section = type.section(lock(packageName));
    LockedType found = section.retired(type.key(), type.name());
    for (String former : type.formerly()) {
      LockedType other = section.retired(former, type.name());
      if (found == null && other != null) {
        found = other.withKey(type.key()).withName(other.name(), Keyed.ANY, other.was());
      }
    }
    return found == null ? null : goneOnElsewhere(packageName + "." + found.name(), type, found);
  }

  /** What went to another package before it was removed there has its latest block there. */
  private LockedType goneOnElsewhere(String full, WantedType type, LockedType found) {
    for (Lock lock : locks.values()) {
      for (LockedType other : type.section(lock).retired().values()) {
        if (other.was().contains(full)) {
          used.add(full);
          List<String> was = new ArrayList<>(other.was());
          was.add(lock.packageName() + "." + other.name());
          return other.withKey(type.key()).withName(other.name(), Keyed.ANY, was);
        }
      }
    }
    return found;
  }

  private void name(String packageName, WantedType type, LockedType found) {
    NameChoice choice =
        NameChoice.of(found, type.name(), type.saysRename() || options.accepts(type.key()));
    List<String> was = new ArrayList<>(found.was());
    if (choice.isRefused()) {
      findings.add(
          Code.PROBABLE_RENAME,
          type.origin(),
          "its name would change from " + found.name() + " to " + type.name(),
          "Those who use the published schema know the old one.",
          "keep the name by annotation; or say that it is another with formerly = \""
              + Renames.rawClass(type.key())
              + "\"");
    }
    if (!choice.name().equals(found.name())) {
      was.add(packageName + "." + found.name());
    }
    was.remove(packageName + "." + choice.name());
    used.add(packageName + "." + found.name());
    LockedType named = found.withName(choice.name(), choice.asked(), was);
    known.put(type.key(), named);
    String full = packageName + "." + choice.name();
    fullNames.put(type.key(), full);
    nowCalled.remove(full);
    was.forEach(former -> nowCalled.put(former, full));
  }

  /** Lists are known by what they hold: one of a renamed message is another key, but the same. */
  private void lists(ProtoPackage one) {
    boolean found = true;
    while (found) {
      found = false;
      for (ProtoMessage message : one.messages()) {
        if (!known.containsKey(message.key()) && message.key().startsWith("list:")) {
          LockedType same = sameList(one, message);
          if (same != null) {
            name(one.name(), WantedType.of(message), same);
            found = true;
          }
        }
      }
    }
  }

  private @Nullable LockedType sameList(ProtoPackage one, ProtoMessage message) {
    List<String> items = message.fields().stream().map(field -> text(field.type())).toList();
    for (LockedType type : gone(one.name(), lock(one.name()).messages())) {
      List<String> held =
          type.entries().values().stream().map(entry -> current(entry.type())).toList();
      if (type.key().startsWith("list:") && held.equals(items)) {
        return type.withKey(message.key()).withName(type.name(), Keyed.ANY, type.was());
      }
    }
    return null;
  }

  /** What a package's lock has and nothing wanted has been found for. */
  private List<LockedType> gone(String packageName, Section<LockedType> section) {
    return section.active().values().stream()
        .filter(type -> !used.contains(packageName + "." + type.name()))
        .filter(type -> !moved.contains(packageName + "." + type.name()))
        .toList();
  }

  private void unmatched(ProtoPackage one) {
    for (WantedType type : wantedTypes(one)) {
      if (known.containsKey(type.key())) {
        continue;
      }
      LockedType probable = probable(one.name(), type);
      if (probable == null) {
        known.put(type.key(), LockedType.empty(type.key(), type.name()));
        fullNames.put(type.key(), one.name() + "." + type.name());
      } else {
        findings.add(
            Code.PROBABLE_RENAME,
            type.origin(),
            "it is new, and " + probable.key() + ", which looks the same, is gone",
            "If that is a rename, its numbers go on with it.",
            "annotate it with "
                + type.annotation()
                + "(formerly = \""
                + Renames.rawClass(probable.key())
                + "\"); or, if it is something else, accept the removal: --accept '"
                + probable.key()
                + "'");
        name(
            one.name(),
            type,
            probable.withKey(type.key()).withName(probable.name(), Keyed.ANY, probable.was()));
      }
    }
  }

  private @Nullable LockedType probable(String packageName, WantedType type) {
    for (LockedType gone : gone(packageName, type.section(lock(packageName)))) {
      boolean generated = gone.key().contains(":") || type.key().contains(":");
      // Other arguments of a generic class are no other name of it.
      boolean sameClass = Renames.rawClass(gone.key()).equals(Renames.rawClass(type.key()));
      boolean alike =
          gone.name().equals(type.name())
              || (!gone.entries().isEmpty() && gone.entries().keySet().equals(type.members()));
      if (alike && !sameClass && !generated && !options.accepts(gone.key())) {
        return gone;
      }
    }
    return null;
  }

  /** A section of what is wanted, with what is there no longer. */
  Section<LockedType> after(
      String packageName, Section<LockedType> before, List<LockedType> wanted) {
    List<LockedType> retired = new ArrayList<>();
    retired.addAll(before.active().values());
    retired.addAll(before.retired().values());
    retired.removeIf(type -> used.contains(packageName + "." + type.name()));
    return Section.of(wanted, retired);
  }

  /** A section of a package that is not looked at, without what has gone elsewhere. */
  Section<LockedType> left(String packageName, Section<LockedType> before) {
    List<LockedType> active = new ArrayList<>();
    List<LockedType> retired = new ArrayList<>(before.retired().values());
    for (LockedType type : before.active().values()) {
      boolean isMoved = moved.contains(packageName + "." + type.name());
      (isMoved ? retired : active).add(type);
    }
    return Section.of(active, retired);
  }

  /** The fields of a message that are wanted. */
  List<Wish> wishes(ProtoMessage message) {
    return message.fields().stream().map(this::wish).toList();
  }

  private Wish wish(ProtoField field) {
    return new Wish(
        SchemaEntries.of(field, text(field.type())),
        field.formerly(),
        field.revived(),
        field.origin());
  }

  /** The values of an enum that are wanted, with the prefix of the name that it has. */
  List<Wish> wishes(ProtoEnum type) {
    String name = of(type.key()).name();
    boolean saysRename = WantedType.of(type).saysRename();
    List<Wish> wishes = new ArrayList<>();
    for (ProtoEnumValue value : type.values()) {
      List<String> formerly = new ArrayList<>(value.formerly());
      if (saysRename) {
        // Names of values begin with the enum's: they change with it.
        formerly.add(value.key());
      }
      LockedEntry entry = SchemaEntries.of(value, type.name(), name);
      wishes.add(new Wish(entry, formerly, false, value.origin()));
    }
    return wishes;
  }
}
