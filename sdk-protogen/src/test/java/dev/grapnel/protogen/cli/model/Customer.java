package dev.grapnel.protogen.cli.model;

import dev.grapnel.protogen.annotation.ProtoMessage;

@ProtoMessage
public class Customer {
  private long id;

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }
}
