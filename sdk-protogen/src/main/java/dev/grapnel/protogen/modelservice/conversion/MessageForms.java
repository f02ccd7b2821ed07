package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.type.Decimal;
import com.google.type.TimeOfDay;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is written as a message that others have defined, or as two numbers. */
final class MessageForms {

  private record Key(Class<?> java, String message) {}

  /** What a message of two numbers is called here: each package has one of its own. */
  private static final String PARTS = "";

  private static final long FIRST_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final long MOST_SECONDS = 315_576_000_000L;

  /** Of a number's digits: more would take long to look at. */
  private static final int MOST_BYTES = 400;

  private static final int BILLION = 1_000_000_000;

  private static final Map<Key, Function<FieldDescriptor, ValueConverter>> KNOWN = new HashMap<>();

  static {
    moments();
    dates();
    parts();
  }

  private MessageForms() {}

  static @Nullable ValueConverter find(Class<?> java, FieldDescriptor field) {
    Function<FieldDescriptor, ValueConverter> maker =
        KNOWN.get(new Key(java, field.getMessageType().getFullName()));
    if (maker == null) {
      maker = KNOWN.get(new Key(java, PARTS));
    }
    return maker == null ? null : maker.apply(field);
  }

  @SuppressWarnings("JavaUtilDate") // Models have it.
  private static void moments() {
    Timestamp time = Timestamp.getDefaultInstance();
    String expected = "a moment from year 1 to 9999";
    add(Instant.class, time, MessageForms::timestamp, MessageForms::instant, expected);
    add(
        Date.class,
        time,
        value -> timestamp(Instant.ofEpochMilli(value.getTime())),
        value -> Date.from(instant(value)),
        expected);
    add(
        java.sql.Timestamp.class,
        time,
        value -> timestamp(value.toInstant()),
        value -> java.sql.Timestamp.from(instant(value)),
        expected);
    add(
        OffsetDateTime.class,
        time,
        value -> timestamp(value.toInstant()),
        value -> instant(value).atOffset(ZoneOffset.UTC),
        expected);
    add(
        ZonedDateTime.class,
        time,
        value -> timestamp(value.toInstant()),
        value -> instant(value).atZone(ZoneOffset.UTC),
        expected);
    add(
        Duration.class,
        com.google.protobuf.Duration.getDefaultInstance(),
        MessageForms::duration,
        MessageForms::duration,
        "a duration of at most 10000 years, its seconds and nanos of one sign");
  }

  private static Timestamp timestamp(Instant value) {
    if (value.getEpochSecond() < FIRST_SECOND || value.getEpochSecond() > LAST_SECOND) {
      throw new IllegalStateException(value + " is not from year 1 to 9999");
    }
    return Timestamp.newBuilder()
        .setSeconds(value.getEpochSecond())
        .setNanos(value.getNano())
        .build();
  }

  private static Instant instant(Timestamp value) {
    check(value.getSeconds() >= FIRST_SECOND && value.getSeconds() <= LAST_SECOND);
    check(value.getNanos() >= 0 && value.getNanos() < BILLION);
    return Instant.ofEpochSecond(value.getSeconds(), value.getNanos());
  }

  /** Java's nanos are never negative, protobuf's have the sign of the seconds. */
  private static com.google.protobuf.Duration duration(Duration value) {
    long seconds = value.getSeconds();
    int nanos = value.getNano();
    if (seconds < 0 && nanos > 0) {
      seconds++;
      nanos -= BILLION;
    }
    if (Math.abs(seconds) > MOST_SECONDS) {
      throw new IllegalStateException(value + " is more than 10000 years");
    }
    return com.google.protobuf.Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }

  private static Duration duration(com.google.protobuf.Duration value) {
    check(value.getSeconds() >= -MOST_SECONDS && value.getSeconds() <= MOST_SECONDS);
    check(value.getNanos() > -BILLION && value.getNanos() < BILLION);
    check(
        value.getSeconds() == 0
            || value.getNanos() == 0
            || (value.getSeconds() < 0) == (value.getNanos() < 0));
    return Duration.ofSeconds(value.getSeconds(), value.getNanos());
  }

  private static void dates() {
    add(
        LocalDate.class,
        com.google.type.Date.getDefaultInstance(),
        GoogleTypes::date,
        value -> LocalDate.of(value.getYear(), value.getMonth(), value.getDay()),
        "a date");
    add(
        LocalTime.class,
        TimeOfDay.getDefaultInstance(),
        GoogleTypes::time,
        value ->
            LocalTime.of(
                value.getHours(), value.getMinutes(), value.getSeconds(), value.getNanos()),
        "a time of day");
    com.google.type.DateTime dateTime = com.google.type.DateTime.getDefaultInstance();
    add(
        LocalDateTime.class,
        dateTime,
        value -> GoogleTypes.dateTime(value).build(),
        GoogleTypes::local,
        "a date and time");
    add(
        OffsetDateTime.class,
        dateTime,
        GoogleTypes::dateTime,
        GoogleTypes::offset,
        "a date and time with an offset");
    add(
        ZonedDateTime.class,
        dateTime,
        GoogleTypes::dateTime,
        value -> GoogleTypes.local(value).atZone(ZoneId.of(value.getTimeZone().getId())),
        "a date and time with a zone");
    add(
        BigDecimal.class,
        Decimal.getDefaultInstance(),
        value -> Decimal.newBuilder().setValue(value.toString()).build(),
        value -> TextForms.decimal(value.getValue()),
        "a decimal number");
  }

  private static void parts() {
    KNOWN.put(
        new Key(UUID.class, PARTS),
        field ->
            new PartsConverter(
                field,
                value -> {
                  UUID uuid = (UUID) value;
                  return new Object[] {
                    uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()
                  };
                },
                (high, low) -> new UUID((Long) high, (Long) low)));
    KNOWN.put(
        new Key(BigDecimal.class, PARTS),
        field ->
            new PartsConverter(
                field,
                value -> {
                  BigDecimal decimal = (BigDecimal) value;
                  return new Object[] {
                    ByteString.copyFrom(decimal.unscaledValue().toByteArray()), decimal.scale()
                  };
                },
                (digits, scale) -> decimal((ByteString) digits, (Integer) scale)));
  }

  private static BigDecimal decimal(ByteString digits, int scale) {
    check(digits.size() <= MOST_BYTES);
    BigInteger unscaled = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits.toByteArray());
    return TextForms.decimal(new BigDecimal(unscaled, scale).toString());
  }

  static void check(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }

  private static <J, M extends Message> void add(
      Class<J> java, M message, Function<J, M> write, Function<M, J> read, String expected) {
    ScalarForm form = of(message, value -> write.apply(java.cast(value)), read, expected);
    KNOWN.put(new Key(java, message.getDescriptorForType().getFullName()), field -> form);
  }

  static <M extends Message> ScalarForm of(
      M message,
      Function<Object, M> write,
      Function<M, ? extends @Nullable Object> read,
      String expected) {
    return new ScalarForm(
        write::apply, value -> read.apply(typed(message, (Message) value)), expected);
  }

  /** Messages of descriptors that were made at run time have no class of their own. */
  @SuppressWarnings("unchecked") // It is of the type's class, or was parsed as it.
  private static <M extends Message> M typed(M type, Message value) {
    if (type.getClass().isInstance(value)) {
      return (M) value;
    }
    try {
      return (M) type.getParserForType().parseFrom(value.toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
