package dev.grapnel.protogen.modelservice.conversion;

import static dev.grapnel.protogen.modelservice.conversion.Generated.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import dev.grapnel.protogen.modelservice.conversion.ModelConverterTest.Bean;
import dev.grapnel.protogen.modelservice.conversion.ModelConverterTest.Circle;
import dev.grapnel.protogen.modelservice.conversion.ModelConverterTest.Combined;
import dev.grapnel.protogen.modelservice.conversion.ModelConverterTest.Inner;
import dev.grapnel.protogen.modelservice.conversion.ModelConverterTest.Level;
import dev.grapnel.protogen.modelservice.conversion.ModelConverterTest.Square;
import dev.grapnel.protogen.modelservice.conversion.ModelConverterTest.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Models that are read in part, and what does not fit. */
class ModelReadingTest {

  @Test
  void takesFromAnotherModelWhatItDoesNotRead() {
    ModelConverter<Combined> converter =
        ModelConverter.of(Combined.class, Generated.message(Combined.class), List.of());
    DynamicMessage message =
        written(converter, ModelConverterTest.combined(new Circle(3), "theirs"));

    Combined read =
        converter.read(
            message,
            ModelConverterTest.combined(new Square(1), "mine"),
            name -> name.equals("shape"));

    assertThat(read).isEqualTo(ModelConverterTest.combined(new Circle(3), "mine"));
  }

  @Test
  void keepsWhatABeanHoldsBesides() {
    Bean mine = new Bean();
    mine.setSecret("mine");
    Bean theirs = new Bean();
    theirs.setUserID("u");
    ModelConverter<Bean> converter =
        ModelConverter.of(Bean.class, Generated.message(Bean.class), List.of());

    Bean read = converter.read(written(converter, theirs), mine, name -> true);

    assertThat(read.getSecret()).isEqualTo("mine");
    assertThat(read.getUserID()).isEqualTo("u");
  }

  record Sparse(String name, List<String> tags, java.util.Optional<String> note, int count) {
    Sparse {
      tags = List.copyOf(tags);
    }
  }

  @Test
  void makesEmptyWhatIsInNoMessage() {
    ModelConverter<Sparse> converter =
        ModelConverter.of(Sparse.class, Generated.message(Sparse.class), List.of("name"));

    assertThat(converter.read(DynamicMessage.getDefaultInstance(converter.message())))
        .isEqualTo(new Sparse("", List.of(), java.util.Optional.empty(), 0));
  }

  record Strict(String name, byte small, UUID uuid, Level level, List<BigDecimal> prices) {
    Strict {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a name is needed");
      }
    }
  }

  @Test
  void tellsAllThatDoesNotFitAtOnce() {
    Descriptor type = Generated.message(Strict.class);
    DynamicMessage message =
        DynamicMessage.newBuilder(type)
            .setField(type.findFieldByName("small"), 128)
            .setField(type.findFieldByName("uuid"), "1-1-1-1-1")
            .setField(
                type.findFieldByName("level"),
                type.findFieldByName("level").getEnumType().findValueByNumberCreatingIfUnknown(9))
            .addRepeatedField(type.findFieldByName("prices"), "1e999999999")
            .build();

    assertThatThrownBy(() -> ModelConverter.of(Strict.class, type, List.of()).read(message))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(
            "small must be a Byte; uuid must be a UUID; level must be a Level: 9 is none; "
                + "prices[0] must be a decimal number");
  }

  @Test
  void tellsWhatTheModelRefuses() {
    Descriptor type = Generated.message(Strict.class);
    DynamicMessage message =
        DynamicMessage.newBuilder(type)
            .setField(type.findFieldByName("uuid"), UUID.randomUUID().toString())
            .build();

    assertThatThrownBy(() -> ModelConverter.of(Strict.class, type, List.of()).read(message))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage(" is refused: a name is needed");
  }

  @Test
  void namesWhatCannotBeWritten() {
    List<Inner> withNull = java.util.Arrays.asList(new Inner("a", null), null);
    Descriptor type = Generated.message(Holder.class);
    ModelConverter<Holder> converter = ModelConverter.of(Holder.class, type, List.of());

    assertThatThrownBy(() -> written(converter, new Holder(withNull, Instant.EPOCH, "")))
        .hasMessage("Holder.inners: element 1 is null, which protobuf cannot hold in a list");
    assertThatThrownBy(() -> written(converter, new Holder(List.of(), Instant.MAX, "")))
        .hasMessageContaining("Holder.at: ")
        .hasMessageContaining("is not from year 1 to 9999");
    assertThatThrownBy(() -> written(converter, new Holder(List.of(), Instant.EPOCH, "\uD800")))
        .hasMessage("Holder.text: half of a character (an unpaired surrogate)");
  }

  record Holder(List<Inner> inners, Instant at, String text) {}

  /** Contains itself. */
  public static final class Loop {
    private Loop self;

    public Loop getSelf() {
      return self;
    }

    public void setSelf(Loop self) {
      this.self = self;
    }
  }

  @Test
  void endsAtModelsThatContainThemselves() {
    Loop loop = new Loop();
    loop.setSelf(loop);
    ModelConverter<Loop> converter =
        ModelConverter.of(Loop.class, Generated.message(Loop.class), List.of());

    assertThatThrownBy(() -> written(converter, loop))
        .hasMessage("Loop.self: it is nested too deep, or contains itself");
  }

  @Test
  void tellsWhatDoesNotFitWhenItIsMade() {
    Descriptor times = Generated.message(Times.class);

    assertThatThrownBy(() -> ModelConverter.of(Other.class, times, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Other.moment: java.lang.String does not fit the field")
        .hasMessageContaining("google.protobuf.Timestamp test.v1.ModelConverterTestTimes.moment");
    assertThatThrownBy(() -> ModelConverter.of(Times.class, times, List.of("momment")))
        .hasMessageEndingWith("has no property momment; the nearest is moment");
  }

  record Other(String moment) {}
}
