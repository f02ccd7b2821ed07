package dev.grapnel.interceptors.auth;

import io.grpc.Metadata;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A header that must not come twice: what stands before us may have looked at the other one. */
final class SingleHeader {

  private SingleHeader() {}

  /**
   * Reads the one value.
   *
   * @return the value; null if there is none
   * @throws Rejection if there are several
   */
  static @Nullable String read(Metadata headers, Metadata.Key<String> key) {
    Iterable<String> values = headers.getAll(key);
    if (values == null) {
      return null;
    }
    Iterator<String> all = values.iterator();
    String value = all.next();
    if (all.hasNext()) {
      throw Rejection.refused("the call has more than one " + key.name() + " header");
    }
    return value;
  }
}
