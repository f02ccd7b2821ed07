package dev.grapnel.protogen.schema;

import java.util.List;

/**
 * A service with the messages that were made for it. Immutable.
 *
 * @param packageName the protobuf package that it goes to
 * @param service the service
 * @param messages the messages of this package that come with it, without numbers; one with the key
 *     of a message that is there already takes its place
 */
public record MadeService(String packageName, ProtoService service, List<ProtoMessage> messages) {

  /**
   * Copies what could change.
   *
   * @param packageName the protobuf package that it goes to
   * @param service the service
   * @param messages the messages of this package that come with it, without numbers; one with the
   *     key of a message that is there already takes its place
   */
  public MadeService {
    messages = List.copyOf(messages);
  }
}
