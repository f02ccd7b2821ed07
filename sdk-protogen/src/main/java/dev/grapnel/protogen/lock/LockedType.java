package dev.grapnel.protogen.lock;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A message or an enum, as a lock knows it.
 *
 * @param key the key in the schema
 * @param name the protobuf name within the package
 * @param asked the name that Java would give, where the lock keeps another; or empty
 * @param next the number that the next field or value is given
 * @param entries the fields or values by key
 * @param reserved what was removed, by number
 * @param was full protobuf names it had before, sorted
 */
record LockedType(
    String key,
    String name,
    String asked,
    int next,
    SortedMap<String, LockedEntry> entries,
    List<LockedEntry> reserved,
    List<String> was)
    implements Keyed<LockedType> {

  LockedType {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    reserved =
        reserved.stream()
            .sorted(Comparator.comparingInt(LockedEntry::number).thenComparing(LockedEntry::name))
            .toList();
    was = List.copyOf(new TreeSet<>(was));
  }

  static LockedType empty(String key, String name) {
    return new LockedType(key, name, "", 1, new TreeMap<>(), List.of(), List.of());
  }

  static SortedMap<String, LockedEntry> byKey(Collection<LockedEntry> entries) {
    SortedMap<String, LockedEntry> sorted = new TreeMap<>();
    entries.forEach(entry -> sorted.put(entry.key(), entry));
    return sorted;
  }

  /** An entry that there is. */
  LockedEntry entry(String entryKey) {
    return Objects.requireNonNull(entries.get(entryKey), entryKey);
  }

  @Override
  public LockedType withName(String newName, String newAsked, Collection<String> newWas) {
    return new LockedType(key, newName, newAsked, next, entries, reserved, List.copyOf(newWas));
  }

  @Override
  public LockedType withKey(String newKey) {
    return new LockedType(newKey, name, asked, next, entries, reserved, was);
  }

  LockedType withEntries(
      int newNext, Collection<LockedEntry> newEntries, List<LockedEntry> newReserved) {
    return new LockedType(key, name, asked, newNext, byKey(newEntries), newReserved, was);
  }
}
