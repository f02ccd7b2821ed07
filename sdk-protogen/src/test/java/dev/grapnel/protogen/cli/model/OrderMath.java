package dev.grapnel.protogen.cli.model;

public final class OrderMath {
  private OrderMath() {}

  public static int twice(int number) {
    return 2 * number;
  }
}
