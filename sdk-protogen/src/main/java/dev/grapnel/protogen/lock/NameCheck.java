package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.diagnostic.Code;
import dev.grapnel.protogen.schema.ProtoPackage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds types and services that would take a name which was something else's. */
final class NameCheck {

  private record Owner(Keyed<?> one, int section) {}

  private final ProtoPackage wanted;
  private final Findings findings;
  private final Map<String, Owner> owners = new HashMap<>();

  NameCheck(ProtoPackage wanted, Findings findings) {
    this.wanted = wanted;
    this.findings = findings;
  }

  void check(Lock lock) {
    List<Section<? extends Keyed<?>>> sections =
        List.of(lock.messages(), lock.enums(), lock.services());
    for (int i = 0; i < sections.size(); i++) {
      for (Keyed<?> one : sections.get(i).retired().values()) {
        owners.put(one.name(), new Owner(one, i));
        former(one, i);
      }
      for (Keyed<?> one : sections.get(i).active().values()) {
        former(one, i);
      }
    }
    for (int i = 0; i < sections.size(); i++) {
      for (Keyed<?> one : sections.get(i).active().values()) {
        check(one, i);
        // A name that the lock keeps can be what another is called by now.
        owners.putIfAbsent(one.name(), new Owner(one, i));
      }
    }
  }

  private void former(Keyed<?> one, int section) {
    String prefix = wanted.name() + ".";
    for (String was : one.was()) {
      if (was.startsWith(prefix)) {
        owners.put(was.substring(prefix.length()), new Owner(one, section));
      }
    }
  }

  private void check(Keyed<?> one, int section) {
    Owner owner = owners.get(one.name());
    if (owner == null || owner.one() == one) {
      return;
    }
    if (owner.one().key().equals(one.key()) && owner.section() != section) {
      findings.add(
          Code.TYPE_CHANGED,
          LockStep.originOf(wanted, one.key()),
          "it is another kind of thing than before",
          "A message, an enum and a service are read differently.",
          "give the new one another name by annotation");
      return;
    }
    findings.add(
        Code.RESERVED_REUSED,
        LockStep.originOf(wanted, one.key()),
        "the name " + one.name() + " is reserved: it was that of " + owner.one().key(),
        "Names of a published schema are not given to something else.",
        "use another name by annotation; or, if it is the same under another key, annotate it with"
            + " formerly = \""
            + Renames.rawClass(owner.one().key())
            + "\"");
  }
}
