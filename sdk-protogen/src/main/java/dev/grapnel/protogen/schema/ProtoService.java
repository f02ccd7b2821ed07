package dev.grapnel.protogen.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service. Immutable.
 *
 * @param key what the lock knows it by: the Java interface, or the model it was made for
 * @param name the protobuf name
 * @param rpcs its methods in order
 * @param comment its comment; null for none
 * @param origin where it comes from
 */
public record ProtoService(
    String key, String name, List<ProtoRpc> rpcs, @Nullable String comment, Origin origin) {

  /**
   * Copies what could change.
   *
   * @param key what the lock knows it by: the Java interface, or the model it was made for
   * @param name the protobuf name
   * @param rpcs its methods in order
   * @param comment its comment; null for none
   * @param origin where it comes from
   */
  public ProtoService {
    rpcs = List.copyOf(rpcs);
  }
}
