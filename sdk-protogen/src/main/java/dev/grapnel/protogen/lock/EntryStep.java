package dev.grapnel.protogen.lock;

import static dev.grapnel.protogen.diagnostic.Code.DUPLICATE_NUMBER;
import static dev.grapnel.protogen.diagnostic.Code.NUMBER_DISAGREES;
import static dev.grapnel.protogen.diagnostic.Code.PROBABLE_RENAME;
import static dev.grapnel.protogen.diagnostic.Code.RESERVED_REUSED;
import static dev.grapnel.protogen.diagnostic.Code.TYPE_CHANGED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Numbers the fields of a message, or the values of an enum. */
final class EntryStep {

  private final LockedType before;
  private final EntryKind kind;
  private final Findings findings;
  private final EntryMatch match;

  /** The names that there have been until now, and whose they are. */
  private final Map<String, LockedEntry> takenNames = new HashMap<>();

  private final Map<Integer, String> takenNumbers = new HashMap<>();
  private final List<LockedEntry> reserved;
  private final List<LockedEntry> done = new ArrayList<>();
  private int next;

  private EntryStep(LockedType before, EntryKind kind, EntryMatch match, Findings findings) {
    this.before = before;
    this.kind = kind;
    this.findings = findings;
    this.match = match;
    this.next = before.next();
    reserved = new ArrayList<>(before.reserved());
    match.gone().forEach(entry -> reserved.add(entry.withAsked("")));
    for (LockedEntry entry : reserved) {
      entry.allNames().forEach(name -> takenNames.put(name, entry));
      takenNumbers.put(entry.number(), entry.name());
    }
    for (LockedEntry entry : match.matched().values()) {
      entry.allNames().forEach(name -> takenNames.put(name, entry));
      takenNumbers.put(entry.number(), entry.name());
    }
  }

  /** The type with what is wanted now; what is wanted no longer is reserved. */
  static LockedType apply(
      LockedType before,
      List<Wish> wishes,
      EntryKind kind,
      LockOptions options,
      Findings findings) {
    EntryMatch match = new EntryMatch(before, wishes, kind, options, findings);
    return new EntryStep(before, kind, match, findings).run();
  }

  private LockedType run() {
    List<Wish> fresh = new ArrayList<>();
    for (Wish wish : match.wishes()) {
      LockedEntry known = match.matched().get(wish.key());
      if (known != null) {
        done.add(updated(wish, known));
      } else if (!revive(wish)) {
        fresh.add(wish);
      }
    }
    for (Wish wish : fresh) {
      if (wish.hasNumber()) {
        numbered(wish);
      }
    }
    for (Wish wish : fresh) {
      if (!wish.hasNumber()) {
        done.add(wish.entry().withNumber(nextNumber(wish)));
      }
    }
    return before.withEntries(next, done, reserved);
  }

  private LockedEntry updated(Wish wish, LockedEntry known) {
    if (wish.hasNumber() && wish.entry().number() != known.number()) {
      findings.add(
          NUMBER_DISAGREES,
          wish.origin(),
          "its annotation says " + wish.entry().number() + ", the lock " + known.number(),
          "Bytes that are out there have the lock's number.",
          "annotate it with " + known.number() + ", or leave the number out");
    }
    if (!wish.entry().means(known)) {
      findings.add(
          TYPE_CHANGED,
          wish.origin(),
          "it is " + shown(wish.entry()) + ", and was " + shown(known),
          "Bytes and JSON that are out there would be read wrong.",
          kind == EntryKind.FIELD
              ? "give the new one another name, with @ProtoField(name = \"…\"): the old one is"
                  + " reserved then"
                  + movedFix(wish.entry().type(), known.type())
              : "give it another name");
    }
    return named(wish, known);
  }

  /** A class that was moved without a word is a new type. */
  private static String movedFix(String now, String was) {
    String simpleName = now.substring(now.lastIndexOf('.') + 1);
    return now.indexOf('.') > 0 && was.endsWith("." + simpleName)
        ? "; or, if the class of "
            + simpleName
            + " was moved, annotate that with formerly = \"…\", the name it had with its package"
        : "";
  }

  private String shown(LockedEntry entry) {
    return Findings.bounded(kind == EntryKind.FIELD ? entry.meaning() : entry.name());
  }

  private LockedEntry named(Wish wish, LockedEntry known) {
    LockedEntry wanted = wish.entry().withNumber(known.number()).withWas(known.was());
    LockedEntry kept =
        new LockedEntry(
            wish.key(),
            known.name(),
            known.number(),
            wanted.type(),
            wanted.cardinality(),
            wanted.oneof(),
            wanted.form(),
            known.json(),
            wanted.name(),
            known.was());
    boolean sameJson = wanted.jsonName().equals(known.jsonName());
    if (wanted.name().equals(known.name()) && sameJson) {
      return wanted;
    }
    if (match.isRenamed(wish)) {
      checkName(wish, known.number());
      return kept.renamed(wanted.name(), wanted.json());
    }
    if (isCalledAfterModel(wish)
        || known.asked().equals(Keyed.ANY)
        || known.asked().equals(wanted.name())) {
      return kept;
    }
    findings.add(
        PROBABLE_RENAME,
        wish.origin(),
        !wanted.name().equals(known.name())
            ? "its name would change from " + known.name() + " to " + wanted.name()
            : "its JSON name would change from " + known.jsonName() + " to " + wanted.jsonName(),
        "Readers of JSON know the old one.",
        "keep the name; or say that it is another with formerly = \"" + wish.key() + "\"");
    return kept;
  }

  /** What is made for a call has fields called after a model: there is nothing to annotate. */
  private boolean isCalledAfterModel(Wish wish) {
    boolean isMade = before.key().startsWith("request:") || before.key().startsWith("response:");
    return isMade
        && wish.entry().type().indexOf('.') > 0
        && Set.of("model", "models", "value").contains(wish.key());
  }

  /** Whether a name is free for what has this number, or is nobody's yet. */
  private boolean checkName(Wish wish, int number) {
    for (String name : wish.entry().names()) {
      LockedEntry owner = takenNames.get(name);
      if (owner != null && owner.number() != number) {
        findings.add(
            RESERVED_REUSED,
            wish.origin(),
            "the name " + name + " is reserved: it was that of number " + owner.number(),
            "Old JSON would be read as something else.",
            fixOf(wish, owner));
        return false;
      }
    }
    return true;
  }

  private String fixOf(Wish wish, LockedEntry owner) {
    boolean same = reserved.contains(owner) && wish.entry().means(owner);
    if (kind == EntryKind.VALUE) {
      return same
          ? "use another name; or, if it is what it was, @ProtoValue(" + owner.number() + ")"
          : "use another name";
    }
    return same
        ? "use another name, with @ProtoField(name = \"…\"); or, if it is what it was,"
            + " @ProtoField(revive = true)"
        : "use another name, with @ProtoField(name = \"…\")";
  }

  /** Takes up what was removed, if that is said. */
  private boolean revive(Wish wish) {
    LockedEntry owner = removed(wish);
    if (owner == null || !isRevived(wish, owner)) {
      boolean free = checkName(wish, LockedEntry.NO_NUMBER);
      if (free && owner != null) {
        findings.add(
            RESERVED_REUSED,
            wish.origin(),
            "formerly names " + owner.key() + ", which the lock has as removed",
            "Its number " + owner.number() + " is reserved.",
            fixOf(wish, owner));
      }
      return false;
    }
    reserved.remove(owner);
    owner.allNames().forEach(takenNames::remove);
    LockedEntry revived = wish.entry().withNumber(owner.number()).withWas(owner.was());
    boolean sameName = revived.name().equals(owner.name()) && revived.json().equals(owner.json());
    done.add(
        sameName
            ? revived
            : owner
                .renamed(revived.name(), revived.json())
                .withKey(wish.key())
                .withCardinality(revived.cardinality()));
    return true;
  }

  private @Nullable LockedEntry removed(Wish wish) {
    LockedEntry owner = null;
    for (LockedEntry entry : before.reserved()) {
      boolean isNamed = !Collections.disjoint(entry.allNames(), wish.entry().names());
      if (isNamed
          || isItself(wish, entry)
          || (owner == null && wish.formerly().contains(entry.key()))) {
        owner = entry;
      }
    }
    return owner;
  }

  private boolean isRevived(Wish wish, LockedEntry owner) {
    boolean sameNumber = wish.entry().number() == owner.number();
    boolean said =
        kind == EntryKind.VALUE
            ? sameNumber
            : (wish.revived() || isItself(wish, owner)) && (sameNumber || !wish.hasNumber());
    return said && wish.entry().means(owner);
  }

  /**
   * A case is its class, and a constant with its number is itself, whatever they are called now.
   */
  private boolean isItself(Wish wish, LockedEntry owner) {
    boolean isSure =
        kind == EntryKind.FIELD
            ? !wish.entry().oneof().isEmpty()
            : wish.entry().number() == owner.number();
    return isSure && wish.key().equals(owner.key());
  }

  private void numbered(Wish wish) {
    int number = wish.entry().number();
    String other = takenNumbers.putIfAbsent(number, wish.entry().name());
    boolean isReserved = reserved.stream().anyMatch(entry -> entry.number() == number);
    if (other != null) {
      findings.add(
          isReserved ? RESERVED_REUSED : DUPLICATE_NUMBER,
          wish.origin(),
          "its number "
              + number
              + (isReserved ? " is reserved: it was that of " : " is that of ")
              + other,
          "Old bytes would be read as something else.",
          "use another number, or leave it to the lock");
    }
    done.add(wish.entry());
  }

  /** The next number that was never given: one that is free again is not free. */
  private int nextNumber(Wish wish) {
    while (takenNumbers.containsKey(next) || !kind.takes(next)) {
      next++;
    }
    if (next > kind.largest()) {
      findings.add(
          DUPLICATE_NUMBER,
          wish.origin(),
          "no number is left for it",
          "The last one is " + kind.largest() + ".",
          "use an explicit number that was never used");
      return kind.largest();
    }
    takenNumbers.put(next, wish.entry().name());
    return next++;
  }
}
