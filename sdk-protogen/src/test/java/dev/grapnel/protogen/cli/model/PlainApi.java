package dev.grapnel.protogen.cli.model;

public interface PlainApi {
  Order find(long id);
}
