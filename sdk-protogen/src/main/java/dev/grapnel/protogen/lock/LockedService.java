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
 * A service, as a lock knows it.
 *
 * @param key the key in the schema
 * @param name the protobuf name within the package
 * @param asked the name that Java would give, where the lock keeps another; or empty
 * @param rpcs the methods by key
 * @param reserved methods that were removed, by name
 * @param was full protobuf names it had before, sorted
 */
record LockedService(
    String key,
    String name,
    String asked,
    SortedMap<String, LockedRpc> rpcs,
    List<LockedRpc> reserved,
    List<String> was)
    implements Keyed<LockedService> {

  LockedService {
    rpcs = Collections.unmodifiableSortedMap(new TreeMap<>(rpcs));
    reserved =
        reserved.stream()
            .distinct()
            .sorted(
                Comparator.comparing(LockedRpc::name)
                    .thenComparing(LockedRpc::meaning)
                    .thenComparing(LockedRpc::key))
            .toList();
    was = List.copyOf(new TreeSet<>(was));
  }

  static LockedService empty(String key, String name) {
    return new LockedService(key, name, "", new TreeMap<>(), List.of(), List.of());
  }

  static SortedMap<String, LockedRpc> byKey(Collection<LockedRpc> rpcs) {
    SortedMap<String, LockedRpc> sorted = new TreeMap<>();
    rpcs.forEach(rpc -> sorted.put(rpc.key(), rpc));
    return sorted;
  }

  /** A method that there is. */
  LockedRpc rpc(String rpcKey) {
    return Objects.requireNonNull(rpcs.get(rpcKey), rpcKey);
  }

  @Override
  public LockedService withName(String newName, String newAsked, Collection<String> newWas) {
    return new LockedService(key, newName, newAsked, rpcs, reserved, List.copyOf(newWas));
  }

  @Override
  public LockedService withKey(String newKey) {
    return new LockedService(newKey, name, asked, rpcs, reserved, was);
  }

  LockedService withRpcs(Collection<LockedRpc> newRpcs, List<LockedRpc> newReserved) {
    return new LockedService(key, name, asked, byKey(newRpcs), newReserved, was);
  }
}
