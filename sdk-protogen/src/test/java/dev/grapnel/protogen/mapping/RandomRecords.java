package dev.grapnel.protogen.mapping;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** Makes records with random values, with the edges of each type among them. */
final class RandomRecords {

  private static final Map<Class<?>, Function<Random, Object>> VALUES = new HashMap<>();

  static {
    for (Class<?> type : List.of(int.class, Integer.class)) {
      VALUES.put(type, r -> one(r, 0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, r.nextInt()));
    }
    for (Class<?> type : List.of(long.class, Long.class)) {
      VALUES.put(type, r -> one(r, 0L, Long.MIN_VALUE, Long.MAX_VALUE, r.nextLong()));
    }
    for (Class<?> type : List.of(double.class, Double.class)) {
      VALUES.put(type, r -> one(r, 0.0, 1e300, Double.NaN, r.nextGaussian()));
    }
    for (Class<?> type : List.of(float.class, Float.class)) {
      VALUES.put(type, r -> one(r, 0f, 1.1f, Float.MAX_VALUE, r.nextFloat()));
    }
    for (Class<?> type : List.of(boolean.class, Boolean.class)) {
      VALUES.put(type, Random::nextBoolean);
    }
    VALUES.put(short.class, r -> one(r, Short.MIN_VALUE, Short.MAX_VALUE, (short) 0));
    VALUES.put(byte.class, r -> one(r, Byte.MIN_VALUE, Byte.MAX_VALUE, (byte) 0));
    VALUES.put(
        String.class, r -> one(r, "", "text", "\"\\/\n\u0000", "\u00e9\u4e2d\ud83d\ude00", "null"));
    VALUES.put(UUID.class, r -> new UUID(r.nextLong(), r.nextLong()));
    VALUES.put(URI.class, r -> URI.create("https://a.example/" + r.nextInt(100) + "?q=%20"));
    VALUES.put(BigDecimal.class, r -> one(r, new BigDecimal("1.5"), new BigDecimal("-12.25")));
    VALUES.put(BigInteger.class, r -> new BigInteger(40, r));
    VALUES.put(Instant.class, RandomRecords::instant);
    VALUES.put(LocalDate.class, r -> LocalDate.ofEpochDay(r.nextInt(60_000) - 30_000));
    VALUES.put(LocalTime.class, r -> LocalTime.ofSecondOfDay(r.nextInt(86_400)));
    VALUES.put(
        LocalDateTime.class,
        r -> LocalDateTime.ofEpochSecond(r.nextInt(), r.nextInt(1_000_000_000), ZoneOffset.UTC));
    VALUES.put(
        OffsetDateTime.class,
        r -> instant(r).atOffset(ZoneOffset.ofTotalSeconds(900 * (r.nextInt(97) - 48))));
    VALUES.put(Duration.class, r -> Duration.ofSeconds(r.nextInt(), r.nextInt(1_000_000_000)));
    VALUES.put(Period.class, r -> Period.of(r.nextInt(100), r.nextInt(100), r.nextInt(100)));
    VALUES.put(Year.class, r -> Year.of(r.nextInt(4000)));
    VALUES.put(YearMonth.class, r -> YearMonth.of(1000 + r.nextInt(4000), 1 + r.nextInt(12)));
    VALUES.put(OptionalInt.class, r -> one(r, OptionalInt.empty(), OptionalInt.of(r.nextInt(9))));
    VALUES.put(OptionalLong.class, r -> one(r, OptionalLong.empty(), OptionalLong.of(0)));
  }

  private final Random random;
  private int depth;

  RandomRecords(Random random) {
    this.random = random;
  }

  private static Instant instant(Random random) {
    int nanos = one(random, 0, 1, 1_000, 1_000_000, 999_999_999, random.nextInt(1_000_000_000));
    return Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L), nanos);
  }

  @SafeVarargs
  private static <T> T one(Random random, T... of) {
    return of[random.nextInt(of.length)];
  }

  Object make(Class<?> type) {
    return make(type, Map.of());
  }

  private Object make(Type type, Map<String, Type> bound) {
    if (type instanceof TypeVariable<?> variable) {
      return make(bound.get(variable.getName()), bound);
    }
    if (type instanceof ParameterizedType generic) {
      return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), bound);
    }
    if (type instanceof GenericArrayType) {
      throw new IllegalArgumentException(type.toString());
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isArray()) {
      Object array = Array.newInstance(plain.getComponentType(), random.nextInt(4));
      for (int i = 0; i < Array.getLength(array); i++) {
        Array.set(array, i, make(plain.getComponentType(), bound));
      }
      return array;
    }
    if (plain.isEnum()) {
      return one(random, plain.getEnumConstants());
    }
    if (plain.isSealed()) {
      return make(one(random, plain.getPermittedSubclasses()), bound);
    }
    return plain.isRecord() ? record(plain, Map.of()) : VALUES.get(plain).apply(random);
  }

  private Object generic(Class<?> type, Type[] arguments, Map<String, Type> bound) {
    if (type == Optional.class) {
      return random.nextBoolean() ? Optional.empty() : Optional.of(make(arguments[0], bound));
    }
    int size = depth > 4 ? 0 : random.nextInt(4);
    if (type == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        map.put(make(arguments[0], bound), make(arguments[1], bound));
      }
      return map;
    }
    if (type.isRecord()) {
      Map<String, Type> own = new HashMap<>();
      for (int i = 0; i < arguments.length; i++) {
        own.put(type.getTypeParameters()[i].getName(), arguments[i]);
      }
      return record(type, own);
    }
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(make(arguments[0], bound));
    }
    return type == List.class ? items : new LinkedHashSet<>(items);
  }

  private Object record(Class<?> type, Map<String, Type> bound) {
    depth++;
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = isNull(components[i]) ? null : make(components[i].getGenericType(), bound);
    }
    depth--;
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException impossible) {
      throw new LinkageError(type.getName(), impossible);
    }
  }

  /** Boxes, and what is said to be nullable, can be null. */
  private boolean isNull(RecordComponent component) {
    boolean isBox =
        List.of(Integer.class, Long.class, Double.class, Float.class, Boolean.class)
            .contains(component.getType());
    boolean isNullable = component.getAnnotatedType().getAnnotations().length > 0;
    return (isBox || isNullable) && random.nextInt(3) == 0;
  }
}
