package com.acme;

public sealed interface Shape {
  record Circle(double radius) implements Shape {}

  record Square(double side) implements Shape {}

  non-sealed class Other implements Shape {}

  sealed abstract class Base permits Leaf, AnotherLeaf {}

  final class Leaf extends Base {}

  static final class AnotherLeaf extends Base {}
}

enum Kind implements Runnable {
  @Deprecated
  FIRST(1) {
    @Override
    public void run() {}
  },
  SECOND(2) {
    @Override
    public void run() {}
  };

  public final int weight;

  Kind(int weight) {
    this.weight = weight;
  }

  enum Plain {
    B,
    A
  }
}
