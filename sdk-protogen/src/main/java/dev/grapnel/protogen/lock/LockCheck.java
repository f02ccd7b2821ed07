package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.schema.Origin;
import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoEnumValue;
import dev.grapnel.protogen.schema.ProtoField;
import dev.grapnel.protogen.schema.ProtoMessage;
import dev.grapnel.protogen.schema.ProtoPackage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells what locks lack, where they may not change. */
final class LockCheck {

  private final Findings findings;
  private final Map<String, Origin> members = new HashMap<>();

  LockCheck(Findings findings) {
    this.findings = findings;
  }

  void compare(Map<String, Lock> before, Locked locked) {
    Map<String, ProtoPackage> packages = new HashMap<>();
    for (ProtoPackage one : locked.schema().packages()) {
      packages.put(one.name(), one);
      one.messages().forEach(this::add);
      one.enums().forEach(this::add);
    }
    locked
        .after()
        .forEach(
            (name, after) -> {
              Lock known = before.getOrDefault(name, Lock.empty(name));
              if (!known.text().equals(after.text())) {
                compare(known, after, packages.get(name));
              }
            });
  }

  private void add(ProtoMessage message) {
    for (ProtoField field : message.fields()) {
      members.put(message.key() + "#" + field.key(), field.origin());
    }
  }

  private void add(ProtoEnum type) {
    for (ProtoEnumValue value : type.values()) {
      members.put(type.key() + "#" + value.key(), value.origin());
    }
  }

  private void compare(Lock before, Lock after, @Nullable ProtoPackage wanted) {
    int known = findings.diagnostics().all().size();
    types(before.messages(), after.messages(), after, wanted);
    types(before.enums(), after.enums(), after, wanted);
    services(before.services(), after.services(), after, wanted);
    if (findings.diagnostics().all().size() == known) {
      String file = Lock.fileName(after.packageName());
      missing(Findings.inFile(file, file), "the lock is not what it would be made now");
    }
  }

  private void types(
      Section<LockedType> before,
      Section<LockedType> after,
      Lock lock,
      @Nullable ProtoPackage wanted) {
    after
        .active()
        .forEach(
            (key, type) -> {
              LockedType known = before.active().get(key);
              Origin origin = origin(lock, wanted, key);
              if (known == null) {
                missing(origin, "the lock does not know it");
              } else {
                entries(known, type, origin);
              }
            });
    gone(before, after, lock, wanted);
  }

  private void entries(LockedType before, LockedType after, Origin origin) {
    int known = findings.diagnostics().all().size();
    for (String key : keys(before, after)) {
      LockedEntry was = before.entries().get(key);
      LockedEntry is = after.entries().get(key);
      Origin place = members.getOrDefault(after.key() + "#" + key, origin);
      if (is == null) {
        missing(origin, "the lock has " + key + ", which is gone");
      } else if (was == null) {
        missing(place, "the lock does not know it");
      } else if (!was.equals(is)) {
        missing(place, "the lock does not know of its change");
      }
    }
    if (!before.equals(after) && findings.diagnostics().all().size() == known) {
      missing(origin, "the lock does not know of its change");
    }
  }

  private static Set<String> keys(LockedType before, LockedType after) {
    Set<String> keys = new TreeSet<>(before.entries().keySet());
    keys.addAll(after.entries().keySet());
    return keys;
  }

  private void services(
      Section<LockedService> before,
      Section<LockedService> after,
      Lock lock,
      @Nullable ProtoPackage wanted) {
    after
        .active()
        .forEach(
            (key, service) -> {
              if (!service.equals(before.active().get(key))) {
                missing(origin(lock, wanted, key), "the lock does not know all of its calls");
              }
            });
    gone(before, after, lock, wanted);
  }

  private <T extends Keyed<T>> void gone(
      Section<T> before, Section<T> after, Lock lock, @Nullable ProtoPackage wanted) {
    for (String key : before.active().keySet()) {
      if (!after.active().containsKey(key)) {
        missing(origin(lock, wanted, key), "the lock has it, and it is gone");
      }
    }
  }

  private static Origin origin(Lock lock, @Nullable ProtoPackage wanted, String key) {
    return wanted == null
        ? Findings.inFile(Lock.fileName(lock.packageName()), key)
        : LockStep.originOf(wanted, key);
  }

  private void missing(Origin origin, String problem) {
    findings.add(
        Code.NOT_LOCKED,
        origin,
        problem,
        "Here the lock may not change.",
        "generate where it may, and commit the lock with the change");
  }
}
