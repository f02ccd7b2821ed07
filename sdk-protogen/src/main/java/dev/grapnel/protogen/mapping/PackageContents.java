package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.schema.ProtoEnum;
import dev.grapnel.protogen.schema.ProtoMessage;
import java.util.List;

/**
 * What a protobuf package holds. Immutable.
 *
 * @param messages the messages, in the order they were defined
 * @param enums the enums, in the order they were defined
 */
public record PackageContents(List<ProtoMessage> messages, List<ProtoEnum> enums) {

  /**
   * Copies what could change.
   *
   * @param messages the messages, in the order they were defined
   * @param enums the enums, in the order they were defined
   */
  public PackageContents {
    messages = List.copyOf(messages);
    enums = List.copyOf(enums);
  }
}
