package dev.grapnel.protogen.cli.model;

public class OrderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public OrderException(int code) {
    this.code = code;
  }

  public int getCode() {
    return code;
  }
}
