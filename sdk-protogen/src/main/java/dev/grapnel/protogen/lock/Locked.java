package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.schema.ProtoSchema;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@link LockStep} made. Immutable.
 *
 * @param schema the schema with all numbers and reserved ones; some types may have kept other names
 *     than were wanted
 * @param after the locks by package: of all packages that there were or are
 */
public record Locked(ProtoSchema schema, SortedMap<String, Lock> after) {

  /**
   * Copies what could change.
   *
   * @param schema the schema with all numbers and reserved ones; some types may have kept other
   *     names than were wanted
   * @param after the locks by package: of all packages that there were or are
   */
  public Locked {
    after = Collections.unmodifiableSortedMap(new TreeMap<>(after));
  }
}
