package dev.grapnel.protogen.cli.model;

import dev.grapnel.protogen.annotation.Resource;

@Resource
public record Order(long id, State state, Line line) {

  public enum State {
    OPEN,
    PAID
  }

  public record Line(String article, int count) {}
}
