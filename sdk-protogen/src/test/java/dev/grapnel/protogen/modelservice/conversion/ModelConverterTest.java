package dev.grapnel.protogen.modelservice.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.grapnel.protogen.annotation.ProtoField;
import dev.grapnel.protogen.annotation.ProtoIgnore;
import dev.grapnel.protogen.schema.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Models go into the messages that are generated for them, and come back equal. */
class ModelConverterTest {

  enum Level {
    LOW,
    VeryHigh
  }

  record Numbers(
      boolean flag,
      byte small,
      short shorter,
      int number,
      long large,
      float single,
      double real,
      char letter,
      @Nullable Integer perhaps,
      OptionalInt optional,
      OptionalLong absent,
      @ProtoField(type = "sint32") int signed,
      @ProtoField(type = "fixed64") long fixed,
      Year year) {}

  @Test
  void keepsNumbers() {
    assertRoundTrip(
        new Numbers(
            true,
            (byte) -128,
            (short) -1,
            42,
            1L << 60,
            1.5f,
            -0.0,
            '\uD800',
            null,
            OptionalInt.of(0),
            OptionalLong.empty(),
            -7,
            -1L,
            Year.of(2026)));
  }

  record Texts(
      String text,
      @Nullable String none,
      Optional<String> some,
      UUID uuid,
      URI uri,
      Locale locale,
      Currency currency,
      Charset charset,
      Path path,
      InetAddress address,
      BigDecimal price,
      BigInteger whole,
      ByteString bytes) {}

  @Test
  void keepsTexts() {
    assertRoundTrip(
        new Texts(
            "grüße",
            null,
            Optional.of(""),
            UUID.randomUUID(),
            URI.create("https://a.example/b"),
            Locale.forLanguageTag("de-AT"),
            Currency.getInstance("EUR"),
            StandardCharsets.UTF_8,
            Path.of("a", "b"),
            InetAddress.getLoopbackAddress(),
            new BigDecimal("1.10"),
            BigInteger.TWO.pow(100),
            ByteString.copyFromUtf8("raw")));
  }

  record Times(
      Instant moment,
      @Nullable Instant never,
      Date old,
      Duration negative,
      LocalDate day,
      LocalTime time,
      LocalDateTime local,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      OffsetTime offsetTime,
      YearMonth month,
      MonthDay birthday,
      Period period,
      ZoneId zone,
      ZoneOffset shift) {}

  private static final Instant MOMENT = Instant.parse("1969-12-31T23:59:59.25Z");
  private static final LocalDateTime LOCAL = LocalDateTime.of(2026, 1, 31, 12, 34, 56, 7);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  @SuppressWarnings("JavaUtilDate") // Models have it.
  void keepsTimes() {
    assertRoundTrip(
        new Times(
            MOMENT,
            null,
            new Date(5),
            Duration.ofMillis(-1_500),
            LOCAL.toLocalDate(),
            LOCAL.toLocalTime(),
            LOCAL,
            LOCAL.atOffset(ZoneOffset.ofHours(2)),
            LOCAL.atZone(BERLIN),
            LOCAL.toLocalTime().atOffset(ZoneOffset.UTC),
            YearMonth.of(2026, 2),
            MonthDay.of(2, 29),
            Period.of(1, 2, 3),
            BERLIN,
            ZoneOffset.ofHours(-3)));
  }

  record Forms(
      @ProtoField(form = Form.BYTES) UUID uuid,
      @ProtoField(form = Form.BYTES) BigInteger whole,
      @ProtoField(form = Form.GOOGLE_TYPE) BigDecimal price,
      @ProtoField(form = Form.MILLIS) Instant millis,
      @ProtoField(form = Form.STRING) Instant text,
      @ProtoField(form = Form.NANOS) Duration nanos,
      @ProtoField(form = Form.MILLIS) Duration duration,
      @ProtoField(form = Form.STRING) Duration durationText,
      @ProtoField(form = Form.EPOCH_DAY) LocalDate epochDay,
      @ProtoField(form = Form.GOOGLE_TYPE) LocalDate day,
      @ProtoField(form = Form.GOOGLE_TYPE) LocalTime time,
      @ProtoField(form = Form.GOOGLE_TYPE) LocalDateTime local,
      @ProtoField(form = Form.GOOGLE_TYPE) OffsetDateTime offset,
      @ProtoField(form = Form.GOOGLE_TYPE) ZonedDateTime zoned,
      @ProtoField(form = Form.TIMESTAMP) OffsetDateTime moment) {}

  @Test
  void keepsValuesInOtherForms() {
    assertRoundTrip(
        new Forms(
            UUID.randomUUID(),
            BigInteger.TEN.negate(),
            new BigDecimal("-2.50"),
            Instant.ofEpochMilli(-1),
            MOMENT,
            Duration.ofNanos(-5),
            Duration.ofMillis(70),
            Duration.ofHours(25),
            LocalDate.EPOCH.minusDays(1),
            LOCAL.toLocalDate(),
            LOCAL.toLocalTime(),
            LOCAL,
            LOCAL.atOffset(ZoneOffset.ofHours(2)),
            LOCAL.atZone(BERLIN),
            LOCAL.atOffset(ZoneOffset.UTC)));
  }

  record Inner(String name, @Nullable Inner next) {}

  sealed interface Shape {}

  record Circle(double radius) implements Shape {}

  record Square(double side) implements Shape {}

  record Pair<A, B>(A first, B second) {}

  record Collected(
      List<String> words,
      Set<Level> levels,
      SortedSet<Integer> sorted,
      Deque<Long> queue,
      List<Inner> inners,
      List<List<String>> nested,
      @ProtoField(form = Form.WRAPPED) @Nullable List<String> absent,
      Map<String, Inner> byName,
      SortedMap<Integer, Level> byNumber,
      Map<Level, String> byLevel,
      Map<UUID, List<Integer>> lists,
      EnumSet<Level> enums) {}

  @Test
  void keepsCollections() {
    Inner inner = new Inner("a", new Inner("b", null));
    Collected before =
        new Collected(
            List.of("x", ""),
            Set.of(Level.VeryHigh),
            new TreeSet<>(Set.of(3, 1)),
            new java.util.ArrayDeque<>(List.of(5L, 4L)),
            List.of(inner, inner),
            List.of(List.of("a", "b"), List.of()),
            null,
            Map.of("k", inner),
            new TreeMap<>(Map.of(1, Level.LOW)),
            Map.of(Level.VeryHigh, "v"),
            Map.of(UUID.randomUUID(), List.of(1, 2)),
            EnumSet.of(Level.LOW));

    Collected after = through(before);

    assertThat(after.queue()).containsExactly(5L, 4L);
    assertThat(after).usingRecursiveComparison().ignoringFields("queue").isEqualTo(before);
  }

  record Combined(
      Inner inner,
      Optional<Inner> none,
      Shape shape,
      List<Shape> shapes,
      Pair<String, Level> pair,
      Level level,
      @Nullable Level unspecified,
      @ProtoField(name = "renamed") String other,
      Object anything,
      @ProtoIgnore @Nullable String hidden) {}

  static Combined combined(Shape shape, String hidden) {
    return new Combined(
        new Inner("a", null),
        Optional.empty(),
        shape,
        List.of(new Square(1), new Circle(2)),
        new Pair<>("p", Level.LOW),
        Level.VeryHigh,
        null,
        "o",
        Map.of("n", 1.0, "l", List.of(true, "x")),
        hidden);
  }

  @Test
  void keepsMessagesWithinMessages() {
    assertRoundTrip(combined(new Circle(0), null));
  }

  /** A bean, with what it inherits. */
  public static class Base {
    private long id;

    public long getId() {
      return id;
    }

    public void setId(long id) {
      this.id = id;
    }
  }

  /** A bean. */
  public static final class Bean extends Base {
    private boolean active;
    private String userID = "";
    private transient String secret = "s";

    public boolean isActive() {
      return active;
    }

    public void setActive(boolean active) {
      this.active = active;
    }

    public String getUserID() {
      return userID;
    }

    public void setUserID(String userID) {
      this.userID = userID;
    }

    public String getSecret() {
      return secret;
    }

    void setSecret(String secret) {
      this.secret = secret;
    }
  }

  @Test
  void keepsBeans() {
    Bean bean = new Bean();
    bean.setId(7);
    bean.setActive(true);
    bean.setUserID("u");

    assertThat(through(bean)).usingRecursiveComparison().isEqualTo(bean);
  }

  private static <T> void assertRoundTrip(T model) {
    assertThat(through(model)).isEqualTo(model);
  }

  @SuppressWarnings("unchecked") // The class of a T makes a T.
  private static <T> T through(T model) {
    Descriptor type = Generated.message(model.getClass());
    ModelConverter<T> converter = ModelConverter.of((Class<T>) model.getClass(), type, List.of());
    assertThat(converter.fields().values())
        .containsExactlyInAnyOrderElementsOf(
            type.getFields().stream().map(field -> field.getName()).toList());
    try {
      return converter.read(
          DynamicMessage.parseFrom(type, Generated.written(converter, model).toByteString()));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
