package dev.grapnel.protogen.modelservice.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.grapnel.protogen.annotation.ProtoEnum;
import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.schema.Form;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Forms that a model wishes for: numbers of enums, parts, elements that may be nothing. */
class ModelFormsTest {

  enum Level {
    LOW,
    HIGH
  }

  @ProtoEnum(name = "Tint", zero = "NONE")
  enum Colour {
    NONE,
    RED
  }

  record Numbered(
      @ProtoField(form = Form.NUMBER) Level level,
      @ProtoField(form = Form.NUMBER) @Nullable Level absent,
      @ProtoField(form = Form.NUMBER) Colour colour,
      @ProtoField(form = Form.NUMBER) List<Level> levels,
      @ProtoField(form = Form.NUMBER) Map<Level, String> byLevel,
      @ProtoField(form = Form.STRING) Level text) {}

  @Test
  void keepsEnumsByTheirNumbers() {
    Numbered model =
        new Numbered(
            Level.HIGH, null, Colour.NONE, List.of(Level.LOW), Map.of(Level.HIGH, "h"), Level.LOW);
    assertThat(through(model)).isEqualTo(model);
    Message written = written(model);
    assertThat(value(written, "level")).isEqualTo(2);
    assertThat(value(written, "colour")).isEqualTo(0);
    assertThat(value(written, "levels")).isEqualTo(List.of(1));
    assertThat(value(written, "text")).isEqualTo("LOW");
  }

  record One(@ProtoField(form = Form.NUMBER) Level level) {}

  @Test
  void refusesNumbersOfNoConstant() {
    Descriptor type = Generated.message(One.class);
    DynamicMessage message =
        DynamicMessage.newBuilder(type).setField(type.findFieldByName("level"), 9).build();
    assertThatThrownBy(() -> ModelConverter.of(One.class, type, List.of()).read(message))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageStartingWith("level must be a Level");
  }

  record Parts(
      @ProtoField(form = Form.PARTS) UUID id,
      @ProtoField(form = Form.PARTS) BigDecimal price,
      @ProtoField(form = Form.PARTS) List<BigDecimal> prices,
      @ProtoField(form = Form.PARTS) @Nullable UUID absent) {}

  @Test
  void keepsValuesInParts() {
    Parts model =
        new Parts(
            UUID.randomUUID(),
            new BigDecimal("-12.30"),
            List.of(new BigDecimal("1E+3"), BigDecimal.ZERO),
            null);
    assertThat(through(model)).isEqualTo(model);
    Message price = (Message) value(written(model), "price");
    assertThat(price.getDescriptorForType().getName()).isEqualTo("DecimalParts");
    assertThat(value(price, "scale")).isEqualTo(2);
  }

  record Inner(String name) {}

  record Elements(
      List<Optional<String>> words,
      List<@Nullable Integer> numbers,
      List<OptionalInt> optionals,
      List<@Nullable Level> levels,
      List<@Nullable Instant> moments,
      List<@Nullable Inner> inners,
      Map<String, Optional<Inner>> byName,
      Map<Level, @Nullable String> byLevel,
      @ProtoField(form = Form.PARTS) List<@Nullable UUID> ids,
      @ProtoField(form = Form.WRAPPED) List<@Nullable String> wrapped) {}

  @Test
  void keepsElementsThatAreNothing() {
    Map<Level, @Nullable String> byLevel = new HashMap<>();
    byLevel.put(Level.LOW, null);
    byLevel.put(Level.HIGH, "");
    Inner inner = new Inner("a");
    Elements model =
        new Elements(
            List.of(Optional.of("x"), Optional.empty(), Optional.of("")),
            Arrays.asList(0, null, 1),
            List.of(OptionalInt.empty(), OptionalInt.of(0)),
            Arrays.asList(Level.HIGH, null),
            Arrays.asList(null, Instant.EPOCH),
            Arrays.asList(inner, null),
            Map.of("some", Optional.of(inner), "none", Optional.empty()),
            byLevel,
            Arrays.asList(UUID.randomUUID(), null),
            Arrays.asList("", null));
    assertThat(through(model)).isEqualTo(model);
  }

  /** Looks like what elements are put into, and is none. */
  record InnerValue(Inner value) {}

  record Alike(List<InnerValue> values, List<@Nullable InnerValue> perhaps) {}

  @Test
  void keepsElementsThatLookLikeThoseInMessagesOfTheirOwn() {
    InnerValue value = new InnerValue(new Inner("a"));
    Alike model = new Alike(List.of(value), Arrays.asList(null, value));
    assertThat(through(model)).isEqualTo(model);
  }

  /** A bean that tells more than it keeps. */
  public static final class Box {
    private int width;
    private int height;

    public int getWidth() {
      return width;
    }

    public void setWidth(int width) {
      this.width = width;
    }

    public int getHeight() {
      return height;
    }

    public void setHeight(int height) {
      this.height = height;
    }

    @ProtoField(type = "sint32")
    public int getArea() {
      return width * height;
    }

    @JsonProperty
    public boolean isSquare() {
      return width == height;
    }

    public String getLabel() {
      return "no property";
    }
  }

  @Test
  void writesWhatIsComputedAndDoesNotSetIt() {
    Box box = new Box();
    box.setWidth(3);
    box.setHeight(3);
    ModelConverter<Box> converter =
        ModelConverter.of(Box.class, Generated.message(Box.class), List.of());
    assertThat(converter.fields().keySet())
        .containsExactlyInAnyOrder("width", "height", "area", "square");

    Message written = Generated.written(converter, box);
    assertThat(value(written, "area")).isEqualTo(9);
    assertThat(value(written, "square")).isEqualTo(true);
    assertThat(converter.read(written)).usingRecursiveComparison().isEqualTo(box);
    assertThat(converter.read(written, new Box(), name -> name.equals("width")).getArea()).isZero();
  }

  /** Accessors that do not look like their fields. */
  public static final class Odd {
    private String url = "";
    private boolean isOpen;

    public String getURL() {
      return url;
    }

    public void setURL(String url) {
      this.url = url;
    }

    public boolean isOpen() {
      return isOpen;
    }

    public void setOpen(boolean isOpen) {
      this.isOpen = isOpen;
    }
  }

  @Test
  void findsAccessorsAsTheMappingDoes() {
    Odd odd = new Odd();
    odd.setURL("u");
    odd.setOpen(true);
    assertThat(through(odd)).usingRecursiveComparison().isEqualTo(odd);
    ModelConverter<Odd> converter = converter(odd);
    Message written = Generated.written(converter, odd);
    Odd read = converter.read(written, new Odd(), name -> true);
    assertThat(read).usingRecursiveComparison().isEqualTo(odd);
  }

  private static Object value(Message message, String field) {
    return message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  @SuppressWarnings("unchecked") // The class of a T makes a T.
  private static <T> ModelConverter<T> converter(T model) {
    Descriptor type = Generated.message(model.getClass());
    ModelConverter<T> converter = ModelConverter.of((Class<T>) model.getClass(), type, List.of());
    assertThat(converter.fields().values())
        .containsExactlyInAnyOrderElementsOf(
            type.getFields().stream().map(field -> field.getName()).toList());
    return converter;
  }

  private static Message written(Object model) {
    return Generated.written(converter(model), model);
  }

  private static <T> T through(T model) {
    ModelConverter<T> converter = converter(model);
    try {
      return converter.read(
          DynamicMessage.parseFrom(
              converter.message(), Generated.written(converter, model).toByteString()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
