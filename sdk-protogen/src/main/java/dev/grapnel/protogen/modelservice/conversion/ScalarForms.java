package dev.grapnel.protogen.modelservice.conversion;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import dev.grapnel.protogen.schema.Form;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.BitSet;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Numbers, bytes, and what is written as one. Text is in {@link TextForms}. */
final class ScalarForms {

  private record Key(Class<?> java, JavaType proto, Form form) {}

  private static final Map<Key, ScalarForm> KNOWN = new HashMap<>();

  static {
    same(Boolean.class, JavaType.BOOLEAN);
    same(Integer.class, JavaType.INT);
    same(Long.class, JavaType.LONG);
    same(Float.class, JavaType.FLOAT);
    same(Double.class, JavaType.DOUBLE);
    same(ByteString.class, JavaType.BYTE_STRING);
    smallNumbers();
    boxes();
    times();
    bytes();
    TextForms.all()
        .forEach((type, form) -> KNOWN.put(new Key(type, JavaType.STRING, Form.PLAIN), form));
  }

  private ScalarForms() {}

  /** Finds how a class is written into a kind of field: as wished, else in the only way. */
  static @Nullable ScalarForm find(Class<?> java, JavaType proto, Form form) {
    ScalarForm wished = KNOWN.get(new Key(java, proto, form));
    return wished != null ? wished : KNOWN.get(new Key(java, proto, Form.PLAIN));
  }

  private static void smallNumbers() {
    ofInt(Byte.class, Byte::intValue, value -> (byte) within(value, Byte.MIN_VALUE, 127));
    ofInt(Short.class, Short::intValue, value -> (short) within(value, Short.MIN_VALUE, 32_767));
    ofInt(Character.class, value -> (int) value, value -> (char) within(value, 0, 65_535));
    ofInt(Year.class, Year::getValue, Year::of);
    ofInt(
        LocalDate.class,
        value -> Math.toIntExact(value.toEpochDay()),
        days -> LocalDate.ofEpochDay(days));
  }

  private static <J> void ofInt(
      Class<J> type, Function<J, Integer> write, Function<Integer, J> read) {
    add(type, JavaType.INT, Form.PLAIN, Integer.class, write, read, "a " + type.getSimpleName());
  }

  private static <J> void ofLong(
      Class<J> type, Form form, Function<J, Long> write, Function<Long, J> read) {
    add(type, JavaType.LONG, form, Long.class, write, read, "a " + type.getSimpleName());
  }

  private static int within(int value, int least, int most) {
    if (value < least || value > most) {
      throw new ArithmeticException();
    }
    return value;
  }

  private static void boxes() {
    ofInt(AtomicInteger.class, AtomicInteger::get, AtomicInteger::new);
    ofLong(AtomicLong.class, Form.PLAIN, AtomicLong::get, AtomicLong::new);
    add(
        AtomicBoolean.class,
        JavaType.BOOLEAN,
        Form.PLAIN,
        Boolean.class,
        AtomicBoolean::get,
        AtomicBoolean::new,
        "a boolean");
    add(
        OptionalInt.class,
        JavaType.INT,
        Form.PLAIN,
        Integer.class,
        value -> value.isPresent() ? value.getAsInt() : null,
        OptionalInt::of,
        "a number");
    add(
        OptionalLong.class,
        JavaType.LONG,
        Form.PLAIN,
        Long.class,
        value -> value.isPresent() ? value.getAsLong() : null,
        OptionalLong::of,
        "a number");
    add(
        OptionalDouble.class,
        JavaType.DOUBLE,
        Form.PLAIN,
        Double.class,
        value -> value.isPresent() ? value.getAsDouble() : null,
        OptionalDouble::of,
        "a number");
  }

  @SuppressWarnings("JavaUtilDate") // Models have it.
  private static void times() {
    ofLong(Instant.class, Form.PLAIN, Instant::toEpochMilli, Instant::ofEpochMilli);
    ofLong(Date.class, Form.PLAIN, Date::getTime, Date::new);
    ofLong(
        java.sql.Timestamp.class,
        Form.PLAIN,
        Date::getTime,
        value -> new java.sql.Timestamp(value));
    ofLong(Duration.class, Form.MILLIS, Duration::toMillis, Duration::ofMillis);
    ofLong(Duration.class, Form.NANOS, Duration::toNanos, Duration::ofNanos);
  }

  private static void bytes() {
    ofBytes(byte[].class, ByteString::copyFrom, ByteString::toByteArray);
    ofBytes(
        ByteBuffer.class,
        value -> ByteString.copyFrom(value.duplicate()),
        value -> ByteBuffer.wrap(value.toByteArray()));
    ofBytes(
        BitSet.class,
        value -> ByteString.copyFrom(value.toByteArray()),
        value -> BitSet.valueOf(value.toByteArray()));
    ofBytes(
        BigInteger.class,
        value -> ByteString.copyFrom(value.toByteArray()),
        value -> new BigInteger(value.toByteArray()));
    ofBytes(UUID.class, ScalarForms::uuidBytes, ScalarForms::uuid);
  }

  private static <J> void ofBytes(
      Class<J> type, Function<J, ByteString> write, Function<ByteString, J> read) {
    String expected = "the bytes of a " + type.getSimpleName();
    add(type, JavaType.BYTE_STRING, Form.PLAIN, ByteString.class, write, read, expected);
  }

  private static ByteString uuidBytes(UUID value) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  private static UUID uuid(ByteString value) {
    if (value.size() != 16) {
      throw new IllegalArgumentException();
    }
    ByteBuffer bytes = value.asReadOnlyByteBuffer();
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  private static <T> void same(Class<T> type, JavaType proto) {
    add(type, proto, Form.PLAIN, type, value -> value, value -> value, "a " + type.getSimpleName());
  }

  private static <J, P> void add(
      Class<J> java,
      JavaType kind,
      Form form,
      Class<P> proto,
      Function<J, ? extends @Nullable P> write,
      Function<P, ? extends @Nullable J> read,
      String expected) {
    KNOWN.put(new Key(java, kind, form), ScalarForm.of(java, proto, write, read, expected));
  }
}
