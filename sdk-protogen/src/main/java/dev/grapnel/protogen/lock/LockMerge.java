package dev.grapnel.protogen.lock;

import static dev.grapnel.protogen.diagnostic.Code.RESERVED_REUSED;
import static dev.grapnel.protogen.diagnostic.Code.TYPE_CHANGED;

import dev.grapnel.protogen.diagnostic.Diagnostics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Joins the locks of two branches, where both have given the same numbers. */
public final class LockMerge {

  /** What is merged, of one name, in the three locks. */
  private record Three<T>(@Nullable T base, T ours, T theirs) {}

  private final Findings findings;
  private final String packageName;
  private final String file;

  private LockMerge(String packageName, Findings findings) {
    this.packageName = packageName;
    this.file = Lock.fileName(packageName);
    this.findings = findings;
  }

  /**
   * Joins two locks of a package.
   *
   * <p>What both knew before is the same, whatever the branches have made of it. A number that ours
   * has given since stays; what theirs has given the same number is given the next one, as if it
   * were added after ours. So ours is the branch whose bytes are out there, most often the main
   * one. The next {@link LockStep} compares the result with the joined model.
   *
   * @param base the lock that both branches began with
   * @param ours the lock that keeps its numbers
   * @param theirs the lock whose new numbers may change
   * @param diagnostics where findings go: names that both have given to different things
   * @return the joined lock; not to be used if there are errors
   */
  public static Lock resolve(Lock base, Lock ours, Lock theirs, Diagnostics diagnostics) {
    return new LockMerge(ours.packageName(), new Findings(diagnostics)).run(base, ours, theirs);
  }

  private Lock run(Lock base, Lock ours, Lock theirs) {
    return new Lock(
        ours.packageName(),
        wire(ours, theirs),
        types(base.messages(), ours.messages(), theirs.messages(), EntryKind.FIELD),
        types(base.enums(), ours.enums(), theirs.enums(), EntryKind.VALUE),
        services(base.services(), ours.services(), theirs.services()));
  }

  private SortedMap<String, String> wire(Lock ours, Lock theirs) {
    SortedMap<String, String> wire = new TreeMap<>(theirs.wire());
    ours.wire()
        .forEach(
            (name, value) -> {
              String other = wire.put(name, value);
              if (other != null && !other.equals(value)) {
                findings.add(
                    TYPE_CHANGED,
                    file,
                    ours.packageName(),
                    "the option "
                        + name
                        + " is "
                        + value
                        + " in one branch, "
                        + other
                        + " in the other",
                    "set one of them in both branches");
              }
            });
    return wire;
  }

  private Section<LockedType> types(
      Section<LockedType> base,
      Section<LockedType> ours,
      Section<LockedType> theirs,
      EntryKind kind) {
    return merge(
        base,
        ours,
        theirs,
        three -> EntryMerge.merge(three.base(), three.ours(), three.theirs(), kind));
  }

  private Section<LockedService> services(
      Section<LockedService> base, Section<LockedService> ours, Section<LockedService> theirs) {
    return merge(base, ours, theirs, LockMerge::service);
  }

  private interface Join<T> {
    T join(Three<T> three);
  }

  /** Blocks are the same by protobuf name, which is never given twice. */
  private <T extends Keyed<T>> Section<T> merge(
      Section<T> base, Section<T> ours, Section<T> theirs, Join<T> join) {
    List<T> active = new ArrayList<>();
    List<T> retired = new ArrayList<>();
    Map<String, T> before = byName(base);
    Map<String, T> other = byName(theirs);
    byName(ours)
        .forEach(
            (name, mine) -> {
              T known = find(before, mine);
              T their = find(other, mine);
              if (their == null) {
                (ours.retired().containsKey(name) ? retired : active).add(mine);
                return;
              }
              other.remove(their.name());
              if (find(before, their) != known
                  || (known == null && !mine.key().equals(their.key()))) {
                twice(mine, their);
              }
              boolean isRetired = isRetired(base, ours, theirs, known, mine, their);
              T joined = headed(known, mine, their, join.join(new Three<>(known, mine, their)));
              if (isRetired) {
                retired.add(known == null ? joined : joined.withKey(known.key()));
              } else {
                active.add(joined);
              }
            });
    other.forEach(
        (name, their) -> (theirs.retired().containsKey(name) ? retired : active).add(their));
    return Section.of(active, retired);
  }

  /** What one branch has changed holds. */
  private static <T extends Keyed<T>> boolean isRetired(
      Section<T> base, Section<T> ours, Section<T> theirs, @Nullable T known, T mine, T their) {
    boolean was = known != null && base.retired().containsKey(known.name());
    boolean isMine = ours.retired().containsKey(mine.name());
    return isMine != was ? isMine : theirs.retired().containsKey(their.name());
  }

  private static <T extends Keyed<T>> Map<String, T> byName(Section<T> section) {
    Map<String, T> all = new TreeMap<>(section.retired());
    section.active().values().forEach(one -> all.put(one.name(), one));
    return all;
  }

  private static <T extends Keyed<T>> @Nullable T find(Map<String, T> all, T wanted) {
    T same = all.get(wanted.name());
    if (same != null) {
      return same;
    }
    for (T one : all.values()) {
      boolean renamed =
          wanted.was().stream().anyMatch(was -> was.endsWith("." + one.name()))
              || one.was().stream().anyMatch(was -> was.endsWith("." + wanted.name()));
      if (renamed || one.key().equals(wanted.key())) {
        return one;
      }
    }
    return null;
  }

  private void twice(Keyed<?> ours, Keyed<?> theirs) {
    findings.add(
        RESERVED_REUSED,
        file,
        theirs.key(),
        "both branches have made " + ours.name() + ", the other one of " + ours.key(),
        "annotate one of them with another name, generate in its branch, and merge again");
  }

  private static LockedService service(Three<LockedService> three) {
    LockedService ours = three.ours();
    LockedService theirs = three.theirs();
    LockedService base = three.base();
    Map<String, LockedRpc> active = new TreeMap<>();
    theirs.rpcs().values().forEach(rpc -> active.put(rpc.name(), rpc));
    ours.rpcs().values().forEach(rpc -> active.put(rpc.name(), rpc));
    List<LockedRpc> reserved = new ArrayList<>(ours.reserved());
    reserved.addAll(theirs.reserved());
    Set<String> removed = new TreeSet<>();
    reserved.forEach(rpc -> removed.add(rpc.name()));
    if (base != null) {
      // Taken up again by a branch: both had it as removed.
      base.reserved().forEach(rpc -> removed.remove(rpc.name()));
    }
    active.keySet().removeAll(removed);
    reserved.removeIf(rpc -> active.containsKey(rpc.name()));
    Map<String, LockedRpc> byKey = new HashMap<>();
    active.values().forEach(rpc -> byKey.putIfAbsent(rpc.key(), rpc));
    return ours.withRpcs(byKey.values(), reserved);
  }

  /** Key and name: what a branch has changed holds; if both have, ours, with the names of both. */
  private <T extends Keyed<T>> T headed(@Nullable T base, T ours, T theirs, T joined) {
    T from = base == null ? theirs : base;
    String name = changed(from.name(), ours.name(), theirs.name());
    Set<String> was = new TreeSet<>(ours.was());
    was.addAll(theirs.was());
    was.add(packageName + "." + ours.name());
    was.add(packageName + "." + theirs.name());
    was.remove(packageName + "." + name);
    String key = changed(from.key(), ours.key(), theirs.key());
    T named = ours.key().equals(theirs.key()) ? null : key.equals(ours.key()) ? ours : theirs;
    String wanted =
        named == null ? changed(wanted(from), wanted(ours), wanted(theirs)) : wanted(named);
    return joined.withKey(key).withName(name, wanted.equals(name) ? "" : wanted, was);
  }

  /** The name that Java gives. */
  private static String wanted(Keyed<?> one) {
    return one.asked().isEmpty() ? one.name() : one.asked();
  }

  private static String changed(String base, String ours, String theirs) {
    return ours.equals(base) ? theirs : ours;
  }
}
