package dev.grapnel.protogen.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.schema.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records whose JSON by Jackson is that of their messages. */
@SuppressWarnings("all") // The shapes that Error Prone minds are what is tested.
public final class Lossless {

  private Lossless() {}

  public record Numbers(
      int whole, long large, double precise, float real, boolean truth, short small, byte tiny) {}

  public record Boxes(Integer whole, Long large, Double precise, Boolean truth, Float real) {}

  public record Optionals(
      OptionalInt whole, OptionalLong large, Optional<String> text, Optional<Numbers> nested) {}

  public record Texts(String text, @Nullable String maybe, UUID id, URI uri) {}

  public record Times(
      Instant moment,
      LocalDate date,
      LocalTime time,
      LocalDateTime both,
      OffsetDateTime offset,
      @ProtoField(form = Form.STRING) Duration duration,
      Period period,
      Year year,
      YearMonth month) {}

  public record Enumerated(
      @ProtoField(form = Form.STRING) DayOfWeek day,
      @ProtoField(form = Form.STRING) List<DayOfWeek> days) {}

  public record Lists(
      List<String> texts, int[] numbers, Set<Long> large, List<Numbers> nested, byte[] blob) {}

  public record Maps(
      Map<String, Integer> numbers, Map<Long, Texts> nested, Map<UUID, Boolean> truths) {}

  public record Names(
      String userID, @JsonProperty("user-name") String name, String line2Text, int aB, int URL) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Snake(String firstName, long userID, Map<String, String> otherThings) {}

  public record Tree(String label, List<Tree> children) {}

  public record Page<T>(List<T> items, String nextToken) {}

  public record Pages(Page<Texts> texts, Page<Long> numbers) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Circle.class, name = "circle"),
    @JsonSubTypes.Type(value = Square.class, name = "square")
  })
  public sealed interface Shape permits Circle, Square {}

  public record Circle(double radius) implements Shape {}

  public record Square(int side, String label) implements Shape {}

  public record Shapes(Shape one, List<Shape> more, Map<String, Shape> named) {}

  public record Amounts(BigDecimal amount, BigInteger count) {}
}
