package dev.grapnel.protogen.lock;

import dev.grapnel.protogen.schema.Origin;
import java.util.List;

/**
 * A field or value that is wanted.
 *
 * @param entry what it is to be; its number is {@link LockedEntry#NO_NUMBER} if it asks for none
 * @param formerly the keys it had before; its own key or protobuf name lets its name change
 * @param revived whether it may be what was removed
 * @param origin where it comes from
 */
record Wish(LockedEntry entry, List<String> formerly, boolean revived, Origin origin) {

  String key() {
    return entry.key();
  }

  boolean hasNumber() {
    return entry.number() != LockedEntry.NO_NUMBER;
  }

  Wish withEntry(LockedEntry other) {
    return new Wish(other, formerly, revived, origin);
  }
}
