package dev.grapnel.protogen.corpus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.grapnel.protogen.annotation.ProtoIgnore;
import dev.grapnel.protogen.annotation.ProtoMessage;
import dev.grapnel.protogen.annotation.ProtoSubTypes;
import java.util.List;

/** Types that are one of several. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Choices {

  private Choices() {}

  public sealed interface Shape permits Circle, Rectangle, Polygon {}

  public record Circle(double radius) implements Shape {}

  public record Rectangle(double width, double height) implements Shape {}

  public sealed interface Polygon extends Shape permits Triangle, Hexagon {}

  public record Triangle(double a, double b, double c) implements Polygon {}

  public record Hexagon(double side) implements Polygon {}

  public sealed interface Expr {
    record Literal(int value) implements Expr {}

    record Sum(Expr left, Expr right) implements Expr {}

    record Call(String name, List<Expr> arguments) implements Expr {}
  }

  public sealed interface Result<T> permits Success, Failure {}

  public record Success<T>(T value) implements Result<T> {}

  public record Failure<E>(String reason) implements Result<E> {}

  public record Results(Result<String> text, Result<Shape> shape, List<Result<Integer>> many) {}

  public abstract static sealed class Vehicle permits Car, Bike {
    public String plate = "";
  }

  public static final class Car extends Vehicle {
    public int doors;
  }

  public static final class Bike extends Vehicle {
    public boolean hasBell;
  }

  @ProtoSubTypes({Dog.class, Cat.class})
  public interface Pet {}

  public record Dog(String name) implements Pet {}

  public record Cat(String name, int lives) implements Pet {}

  @JsonSubTypes({
    @JsonSubTypes.Type(value = Mail.class, name = "letter"),
    @JsonSubTypes.Type(Call.class)
  })
  public interface Contact {}

  public record Mail(String address) implements Contact {}

  public record Call(String number) implements Contact {}

  public sealed interface Node {
    record Leaf(int value) implements Node {}

    @ProtoIgnore
    record Hidden(Thread thread) implements Node {}

    @ProtoMessage(name = "ChoicesBranch")
    record Inner(List<Node> children) implements Node {}
  }

  public sealed interface Token {
    record ChoicesToken(String text) implements Token {}

    enum Mark implements Token {
      COMMA,
      DOT
    }
  }

  public record All(
      Shape shape, Expr expr, Vehicle vehicle, Pet pet, Contact contact, Node node, Token token) {}
}
