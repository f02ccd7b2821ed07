package dev.grapnel.protogen.lock;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@link LockStep} may do. Immutable.
 *
 * <p>Removals that look like renames, and new names of calls and services, are errors unless they
 * are accepted here: by the key of the type, {@code com.acme.User}, or of its member, {@code
 * com.acme.User#nick}. Names of fields, values and types are accepted in the source, by {@code
 * formerly}: there it is reviewed with the change, and there is nothing to remember for the next
 * run.
 *
 * @param change whether the locks may change
 * @param wire the options that bytes depend on, by name; a lock keeps the values it has seen first
 * @param accepted keys of what may go or be renamed
 */
public record LockOptions(Change change, SortedMap<String, String> wire, Set<String> accepted) {

  /** Whether locks may change. */
  public enum Change {
    /** They follow the model. */
    ALLOWED,
    /** They may not: each difference is a finding, as in checks on a build server. */
    REFUSED
  }

  /**
   * Copies what could change.
   *
   * @param change whether the locks may change
   * @param wire the options that bytes depend on, by name; a lock keeps the values it has seen
   *     first
   * @param accepted keys of what may go or be renamed
   */
  public LockOptions {
    wire = Collections.unmodifiableSortedMap(new TreeMap<>(wire));
    accepted = Set.copyOf(accepted);
  }

  /**
   * Makes options that accept nothing.
   *
   * @param change whether the locks may change
   * @return the options
   */
  public static LockOptions of(Change change) {
    return new LockOptions(change, Collections.emptySortedMap(), Set.of());
  }

  /**
   * Sets the options that bytes depend on.
   *
   * @param options values by name
   * @return a copy with them
   */
  public LockOptions wire(Map<String, String> options) {
    return new LockOptions(change, new TreeMap<>(options), accepted);
  }

  /**
   * Sets what may go or be renamed.
   *
   * @param keys keys of types, or of members: {@code com.acme.User#nick}
   * @return a copy with them
   */
  public LockOptions accepted(Set<String> keys) {
    return new LockOptions(change, wire, keys);
  }

  boolean accepts(String type) {
    return accepted.contains(type);
  }

  boolean accepts(String type, String member) {
    return accepts(type) || accepted.contains(type + "#" + member);
  }
}
