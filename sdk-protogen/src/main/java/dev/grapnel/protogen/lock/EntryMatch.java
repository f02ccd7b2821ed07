package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.diagnostic.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds which of a type's locked fields, or values, each wanted one is. */
final class EntryMatch {

  private final LockedType before;
  private final EntryKind kind;
  private final LockOptions options;
  private final Findings findings;
  private final Map<String, Wish> wishes = new LinkedHashMap<>();
  private final Map<String, LockedEntry> matched = new HashMap<>();
  private final Set<String> renamed = new HashSet<>();
  private final Map<Integer, LockedEntry> gone = new LinkedHashMap<>();

  EntryMatch(
      LockedType before,
      List<Wish> wanted,
      EntryKind kind,
      LockOptions options,
      Findings findings) {
    this.before = before;
    this.kind = kind;
    this.options = options;
    this.findings = findings;
    withOneofsOf(before, wanted).forEach(wish -> wishes.put(wish.key(), wish));
    run();
  }

  /** The wishes in order, with the lock's names of oneofs. */
  List<Wish> wishes() {
    return List.copyOf(wishes.values());
  }

  /** What wishes have been, by key. */
  Map<String, LockedEntry> matched() {
    return Collections.unmodifiableMap(matched);
  }

  /** Whether the source says that the name is another than before. */
  boolean isRenamed(Wish wish) {
    return renamed.contains(wish.key());
  }

  /** What is wanted no longer. */
  List<LockedEntry> gone() {
    return List.copyOf(gone.values());
  }

  private void run() {
    for (Wish wish : wishes.values()) {
      LockedEntry entry = before.entries().get(wish.key());
      List<String> former = former(wish);
      if (entry != null) {
        boolean said =
            wish.formerly().contains(wish.key()) || wish.formerly().contains(entry.name());
        if (said || !isReplaced(wish.entry(), entry)) {
          match(wish, entry, said || options.accepts(before.key(), wish.key()));
        }
        if (!former.isEmpty()) {
          ambiguous(
              wish,
              "formerly names " + former.get(0) + ", and the lock knows " + wish.key() + " itself",
              "take it out of formerly, or call it what neither was");
        }
      } else if (!former.isEmpty()) {
        match(wish, before.entry(former.get(0)), true);
      }
    }
    for (LockedEntry entry : before.entries().values()) {
      gone.put(entry.number(), entry);
    }
    matched.values().forEach(entry -> gone.remove(entry.number()));
    open().forEach(this::adopt);
    open().forEach(this::probable);
  }

  private List<Wish> open() {
    return wishes.values().stream().filter(wish -> !matched.containsKey(wish.key())).toList();
  }

  private void match(Wish wish, LockedEntry entry, boolean said) {
    matched.put(wish.key(), entry);
    gone.remove(entry.number());
    if (said) {
      renamed.add(wish.key());
    }
  }

  /** Another type under another name: the property goes on, but its field is a new one. */
  private static boolean isReplaced(LockedEntry wanted, LockedEntry known) {
    return !wanted.means(known)
        && Collections.disjoint(wanted.names(), known.names())
        && !known.asked().equals(Keyed.ANY)
        && !wanted.name().equals(known.asked());
  }

  /** The locked keys that a wish says it has been: one, or none. */
  private List<String> former(Wish wish) {
    List<String> known = new ArrayList<>();
    for (String key : wish.formerly()) {
      if (key.equals(wish.key())) {
        continue;
      }
      if (wishes.containsKey(key)) {
        ambiguous(
            wish,
            "formerly names " + key + ", which is still there",
            "take it out of formerly: the lock remembers it");
      } else if (before.entries().containsKey(key)) {
        known.add(key);
      }
    }
    if (known.size() > 1 && !before.entries().containsKey(wish.key())) {
      ambiguous(
          wish,
          "formerly names " + String.join(" and ", known) + ", and the lock knows them all",
          "leave the one whose values it goes on with");
    }
    known.removeIf(key -> matched.containsValue(before.entries().get(key)));
    return known;
  }

  private void ambiguous(Wish wish, String problem, String fix) {
    findings.add(
        Code.PROBABLE_RENAME,
        wish.origin(),
        problem,
        "A number goes on with one " + kind.word() + " only.",
        fix);
  }

  /** The protobuf name and type are what readers see: if they stay, nothing changes for them. */
  private void adopt(Wish wish) {
    for (LockedEntry entry : gone()) {
      if (entry.name().equals(wish.entry().name())
          && (wish.entry().means(entry) || !before.entries().containsKey(wish.key()))) {
        match(wish, entry, false);
        return;
      }
    }
  }

  private void probable(Wish wish) {
    boolean returns =
        before.reserved().stream()
            .anyMatch(entry -> !Collections.disjoint(entry.names(), wish.entry().names()));
    List<LockedEntry> alike =
        gone().stream()
            .filter(entry -> entry.means(wish.entry()) && !returns)
            .filter(entry -> !wish.hasNumber() || wish.entry().number() == entry.number())
            .filter(entry -> !options.accepts(before.key(), entry.key()))
            .toList();
    if (alike.isEmpty()) {
      return;
    }
    LockedEntry entry = alike.get(0);
    String keys =
        alike.stream()
            .map(one -> one.key().isEmpty() ? one.name() : one.key())
            .collect(Collectors.joining(", "));
    String annotation = kind == EntryKind.FIELD ? "@ProtoField" : "@ProtoValue";
    findings.add(
        Code.PROBABLE_RENAME,
        wish.origin(),
        "it is new, and " + keys + " of the same type is gone",
        "If that is a rename, the number " + entry.number() + " goes on with it.",
        "annotate it with "
            + annotation
            + "(formerly = \""
            + entry.key()
            + "\"); or, if it is something else, accept the removal: --accept '"
            + before.key()
            + "#"
            + entry.key()
            + "'");
    match(wish, entry, true);
  }

  /** A oneof's name is seen by neither bytes nor JSON: the lock's is kept. */
  private static List<Wish> withOneofsOf(LockedType before, List<Wish> wishes) {
    Set<String> known = oneofs(before.entries().values().stream());
    known.addAll(oneofs(before.reserved().stream()));
    Set<String> wanted = oneofs(wishes.stream().map(Wish::entry));
    wanted.removeAll(known);
    Map<String, String> names = new HashMap<>();
    for (Wish wish : wishes) {
      LockedEntry entry = before.entries().get(wish.key());
      if (entry != null && !entry.oneof().isEmpty() && wanted.contains(wish.entry().oneof())) {
        names.putIfAbsent(wish.entry().oneof(), entry.oneof());
      }
    }
    if (known.size() == 1 && wanted.size() == 1) {
      names.putIfAbsent(wanted.iterator().next(), known.iterator().next());
    }
    return wishes.stream()
        .map(
            wish -> {
              String name = wish.entry().oneof();
              return wish.withEntry(wish.entry().withOneof(names.getOrDefault(name, name)));
            })
        .toList();
  }

  private static Set<String> oneofs(Stream<LockedEntry> entries) {
    return entries
        .map(LockedEntry::oneof)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
