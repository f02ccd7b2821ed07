package dev.grapnel.protogen.corpus;

import dev.grapnel.protogen.annotation.ProtoEnum;
import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.annotation.ProtoValue;
import dev.grapnel.protogen.schema.Form;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Enums. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Enums {

  private Enums() {}

  public enum Color {
    RED,
    GREEN,
    BLUE
  }

  public enum OAuth2Kind {
    CODE,
    PASSWORD_2,
    clientCredentials
  }

  public enum HTTPMethod {
    GET,
    POST
  }

  public enum WithUnspecified {
    FIRST,
    UNSPECIFIED,
    LAST
  }

  @ProtoEnum(zero = "UNKNOWN")
  public enum WithZero {
    UNKNOWN,
    KNOWN
  }

  @ProtoEnum(name = "Renamed")
  public enum Named {
    ONE
  }

  public enum Numbered {
    @ProtoValue(5)
    FIVE,
    NEXT,
    @ProtoValue(1)
    ONE
  }

  public enum Empty {}

  public enum Operation {
    PLUS {
      @Override
      int apply(int a, int b) {
        return a + b;
      }
    },
    MINUS {
      @Override
      int apply(int a, int b) {
        return a - b;
      }
    };

    abstract int apply(int a, int b);
  }

  public enum Planet implements java.util.function.IntSupplier {
    EARTH(1.0),
    MARS(0.1);

    private final double mass;

    Planet(double mass) {
      this.mass = mass;
    }

    @Override
    public int getAsInt() {
      return ordinal();
    }

    public double getMass() {
      return mass;
    }
  }

  public enum S_p__a {
    A__B,
    C_
  }

  public record Holder(
      Color color,
      OAuth2Kind kind,
      HTTPMethod method,
      WithUnspecified unspecified,
      WithZero zero,
      Named named,
      Numbered numbered,
      Empty empty,
      Operation operation,
      Planet planet,
      S_p__a odd) {}

  public record Forms(
      @ProtoField(form = Form.STRING) Color text,
      @ProtoField(form = Form.NUMBER) Color number,
      @ProtoField(form = Form.STRING) List<Color> texts) {}

  public record OfTheJdk(DayOfWeek day, TimeUnit unit, RoundingMode mode, Thread.State state) {}
}
