package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.annotation.ProtoMessage;

/** Called as another. */
final class BadOther {

  private BadOther() {}

  @ProtoMessage(name = "BadModelsFineOne")
  record FineOne(int id) {}
}
