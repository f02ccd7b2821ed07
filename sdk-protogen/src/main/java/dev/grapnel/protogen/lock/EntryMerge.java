package dev.grapnel.protogen.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Joins what two branches made of a type. Numbers that both know are the same thing. */
final class EntryMerge {

  /** An entry in one of the three locks. */
  private record Known(LockedEntry entry, boolean isReserved) {}

  private final EntryKind kind;
  private final Map<Integer, Known> merged = new TreeMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> keys = new HashSet<>();
  private int next;

  private EntryMerge(EntryKind kind) {
    this.kind = kind;
  }

  /**
   * Joins a type.
   *
   * @param base what the branches began with; null if it was not there
   * @param ours keeps its numbers
   * @param theirs is given new numbers, where ours has them for something else
   */
  static LockedType merge(
      @Nullable LockedType base, LockedType ours, LockedType theirs, EntryKind kind) {
    return new EntryMerge(kind)
        .run(base == null ? LockedType.empty(ours.key(), ours.name()) : base, ours, theirs);
  }

  private LockedType run(LockedType base, LockedType ours, LockedType theirs) {
    next = Math.max(ours.next(), theirs.next());
    Map<Integer, Known> before = all(base);
    Map<Integer, Known> mine = all(ours);
    Map<Integer, Known> other = all(theirs);
    before.forEach(
        (number, known) ->
            put(number, three(known, mine.remove(number), other.remove(number), ours, theirs)));
    mine.forEach(this::put);
    other.forEach(this::add);
    List<LockedEntry> active = new ArrayList<>();
    List<LockedEntry> reserved = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Known known : merged.values()) {
      // Both branches have renamed something to one key: the joined model has it once.
      boolean isSecond = !known.isReserved() && !seen.add(known.entry().key());
      (isSecond || known.isReserved() ? reserved : active).add(known.entry());
    }
    return ours.withEntries(next, active, reserved);
  }

  private static Map<Integer, Known> all(LockedType type) {
    Map<Integer, Known> all = new TreeMap<>();
    type.entries().values().forEach(entry -> all.put(entry.number(), new Known(entry, false)));
    type.reserved().forEach(entry -> all.put(entry.number(), new Known(entry, true)));
    return all;
  }

  private void put(int number, Known known) {
    merged.put(number, known);
    names.addAll(known.entry().allNames());
    if (!known.isReserved()) {
      keys.add(known.entry().key());
    }
  }

  /** What a branch has changed holds; if both have, ours, with the names of both. */
  private static Known three(
      Known base, @Nullable Known ours, @Nullable Known theirs, LockedType our, LockedType their) {
    if (ours == null || ours.equals(base)) {
      return theirs == null ? base : theirs;
    }
    if (theirs == null || theirs.equals(base)) {
      return ours;
    }
    Known kept = ours;
    if (ours.isReserved() != theirs.isReserved()) {
      // One has removed what the other has changed: if it is not wanted, the next step removes it.
      // But where the property goes on with another field, it is not wanted for sure.
      Known active = ours.isReserved() ? theirs : ours;
      LockedType remover = ours.isReserved() ? our : their;
      boolean isReplaced = remover.entries().containsKey(active.entry().key());
      kept = ours.isReserved() == isReplaced ? ours : theirs;
    }
    Set<String> was = new TreeSet<>(ours.entry().was());
    was.addAll(theirs.entry().was());
    was.add(ours.entry().name());
    was.add(theirs.entry().name());
    was.removeAll(kept.entry().names());
    return new Known(kept.entry().withWas(List.copyOf(was)), kept.isReserved());
  }

  /** Adds what theirs alone has given. */
  private void add(int number, Known known) {
    if (isSame(known)) {
      return;
    }
    boolean isTaken =
        (!known.isReserved() && keys.contains(known.entry().key()))
            || !Collections.disjoint(names, known.entry().allNames());
    if (isTaken) {
      // Only one of the two can be in the joined model; the next step says if it is this one.
      return;
    }
    int free = merged.containsKey(number) ? free() : number;
    put(free, new Known(known.entry().withNumber(free), known.isReserved()));
  }

  /** Both have added the same, maybe with other numbers: ours holds. */
  private boolean isSame(Known theirs) {
    Map<String, Known> mine = new HashMap<>();
    merged.values().forEach(known -> mine.put(known.entry().name(), known));
    Known same = mine.get(theirs.entry().name());
    return same != null && same.entry().means(theirs.entry());
  }

  private int free() {
    while (merged.containsKey(next) || !kind.takes(next)) {
      next++;
    }
    return next++;
  }
}
