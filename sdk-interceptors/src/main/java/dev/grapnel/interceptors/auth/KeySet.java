package dev.grapnel.interceptors.auth;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of a set, each for one algorithm. Not changed once it is published. */
final class KeySet {

  private static final int MOST_SHOWN = 10;

  private final Map<JwtAlgorithm, Map<String, VerificationKey>> named =
      new EnumMap<>(JwtAlgorithm.class);
  private final Map<JwtAlgorithm, VerificationKey> latest = new EnumMap<>(JwtAlgorithm.class);
  private final Set<JwtAlgorithm> several = EnumSet.noneOf(JwtAlgorithm.class);
  private int size;

  /**
   * Adds a key.
   *
   * @return false if another key of that id is for the same algorithm: the first one counts
   */
  boolean add(@Nullable String id, VerificationKey key) {
    JwtAlgorithm algorithm = key.algorithm();
    if (id != null) {
      Map<String, VerificationKey> byId =
          named.computeIfAbsent(algorithm, unused -> new HashMap<>());
      if (byId.putIfAbsent(id, key) != null) {
        return false;
      }
    }
    if (latest.put(algorithm, key) != null) {
      several.add(algorithm);
    }
    size++;
    return true;
  }

  /** Finds the key of an id; without an id the only one, if there is but one. */
  @Nullable VerificationKey find(JwtAlgorithm algorithm, @Nullable String id) {
    if (id == null) {
      return several.contains(algorithm) ? null : latest.get(algorithm);
    }
    Map<String, VerificationKey> byId = named.get(algorithm);
    return byId == null ? null : byId.get(id);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** How many, and some ids; for logs. Ids are harmless text. */
  @Override
  public String toString() {
    Set<String> ids = new TreeSet<>();
    named.values().forEach(byId -> ids.addAll(byId.keySet()));
    String shown = ids.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "));
    return size + " keys: " + shown + (ids.size() > MOST_SHOWN ? ", …" : "");
  }
}
