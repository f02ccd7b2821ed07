package dev.grapnel.protogen.mapping;

import dev.grapnel.protogen.schema.Form;
import dev.grapnel.protogen.schema.ProtoType;
import dev.grapnel.protogen.schema.ScalarType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the types of the JDK and of protobuf become, by name: none of them is loaded. */
final class KnownTypes {

  /** A value that is written as two numbers, in a message that each package has for itself. */
  record Parts(
      String message, String first, ScalarType firstType, String second, ScalarType secondType) {}

  private static final Map<String, Parts> PARTS =
      Map.of(
          "java.util.UUID",
          new Parts(
              "UuidParts",
              "most_significant",
              ScalarType.FIXED64,
              "least_significant",
              ScalarType.FIXED64),
          "java.math.BigDecimal",
          new Parts("DecimalParts", "unscaled", ScalarType.BYTES, "scale", ScalarType.INT32));

  private static final Map<String, Map<Form, ProtoType>> KNOWN = new HashMap<>();

  private static final ProtoType TEXT = scalar(ScalarType.STRING);
  private static final ProtoType BYTES = scalar(ScalarType.BYTES);
  private static final ProtoType LONG = scalar(ScalarType.INT64);
  static final ProtoType STRUCT = google("protobuf", "Struct", "struct");
  private static final ProtoType TIMESTAMP = google("protobuf", "Timestamp", "timestamp");

  static {
    texts();
    numbers();
    instants();
    dates();
    anything();
    wellKnown();
  }

  private KnownTypes() {}

  private static void texts() {
    for (String name :
        new String[] {
          "java.lang.String",
          "java.lang.CharSequence",
          "java.net.URI",
          "java.net.URL",
          "java.util.Locale",
          "java.util.Currency",
          "java.util.TimeZone",
          "java.net.InetAddress",
          "java.net.Inet4Address",
          "java.net.Inet6Address",
          "java.nio.file.Path",
          "java.nio.charset.Charset",
          "java.util.regex.Pattern",
          "java.time.OffsetTime",
          "java.time.YearMonth",
          "java.time.MonthDay",
          "java.time.Period",
          "java.time.ZoneId",
          "java.time.ZoneOffset",
          "java.sql.Date",
          "java.sql.Time"
        }) {
      add(name, Form.PLAIN, TEXT);
    }
    add("java.util.UUID", Form.PLAIN, TEXT);
    add("java.util.UUID", Form.BYTES, BYTES);
    for (String name :
        new String[] {
          "java.nio.ByteBuffer", "com.google.protobuf.ByteString", "java.util.BitSet"
        }) {
      add(name, Form.PLAIN, BYTES);
    }
  }

  private static void numbers() {
    add("java.math.BigInteger", Form.PLAIN, TEXT);
    add("java.math.BigInteger", Form.BYTES, BYTES);
    add("java.math.BigDecimal", Form.PLAIN, TEXT);
    add("java.math.BigDecimal", Form.GOOGLE_TYPE, google("type", "Decimal", "decimal"));
    add("java.util.concurrent.atomic.AtomicInteger", Form.PLAIN, scalar(ScalarType.INT32));
    add("java.util.concurrent.atomic.AtomicLong", Form.PLAIN, LONG);
    add("java.util.concurrent.atomic.AtomicBoolean", Form.PLAIN, scalar(ScalarType.BOOL));
    add("java.time.Year", Form.PLAIN, scalar(ScalarType.INT32));
  }

  private static void instants() {
    for (String name : new String[] {"java.time.Instant", "java.util.Date", "java.sql.Timestamp"}) {
      add(name, Form.PLAIN, TIMESTAMP);
      add(name, Form.MILLIS, LONG);
      add(name, Form.STRING, TEXT);
    }
    add("java.time.Duration", Form.PLAIN, google("protobuf", "Duration", "duration"));
    add("java.time.Duration", Form.MILLIS, LONG);
    add("java.time.Duration", Form.NANOS, LONG);
    add("java.time.Duration", Form.STRING, TEXT);
  }

  private static void dates() {
    add("java.time.LocalDate", Form.PLAIN, TEXT);
    add("java.time.LocalDate", Form.GOOGLE_TYPE, google("type", "Date", "date"));
    add("java.time.LocalDate", Form.EPOCH_DAY, scalar(ScalarType.SINT32));
    add("java.time.LocalTime", Form.PLAIN, TEXT);
    add("java.time.LocalTime", Form.GOOGLE_TYPE, google("type", "TimeOfDay", "timeofday"));
    ProtoType dateTime = google("type", "DateTime", "datetime");
    add("java.time.LocalDateTime", Form.PLAIN, TEXT);
    add("java.time.LocalDateTime", Form.GOOGLE_TYPE, dateTime);
    for (String name : new String[] {"java.time.OffsetDateTime", "java.time.ZonedDateTime"}) {
      add(name, Form.PLAIN, TEXT);
      add(name, Form.GOOGLE_TYPE, dateTime);
      add(name, Form.TIMESTAMP, TIMESTAMP);
    }
  }

  private static void anything() {
    ProtoType value = google("protobuf", "Value", "struct");
    add("java.lang.Object", Form.PLAIN, value);
    add("com.fasterxml.jackson.databind.JsonNode", Form.PLAIN, value);
    add("com.fasterxml.jackson.databind.node.ObjectNode", Form.PLAIN, STRUCT);
  }

  private static void wellKnown() {
    for (String[] one :
        new String[][] {
          {"Timestamp", "timestamp"},
          {"Duration", "duration"},
          {"Any", "any"},
          {"Empty", "empty"},
          {"FieldMask", "field_mask"},
          {"Struct", "struct"},
          {"Value", "struct"},
          {"ListValue", "struct"},
          {"BoolValue", "wrappers"},
          {"Int32Value", "wrappers"},
          {"Int64Value", "wrappers"},
          {"UInt32Value", "wrappers"},
          {"UInt64Value", "wrappers"},
          {"FloatValue", "wrappers"},
          {"DoubleValue", "wrappers"},
          {"StringValue", "wrappers"},
          {"BytesValue", "wrappers"}
        }) {
      add("com.google.protobuf." + one[0], Form.PLAIN, google("protobuf", one[0], one[1]));
    }
  }

  private static ProtoType scalar(ScalarType type) {
    return new ProtoType.Scalar(type);
  }

  private static ProtoType google(String area, String name, String file) {
    return new ProtoType.External(
        "google." + area + "." + name, "google/" + area + "/" + file + ".proto", false);
  }

  private static void add(String className, Form form, ProtoType type) {
    KNOWN.computeIfAbsent(className, name -> new EnumMap<>(Form.class)).put(form, type);
  }

  /** The forms that a class can have; the first is the usual one. */
  static Optional<Map<Form, ProtoType>> formsOf(String className) {
    return Optional.ofNullable(KNOWN.get(className));
  }

  /** The parts of a class that can be written as two numbers. */
  static Optional<Parts> partsOf(String className) {
    return Optional.ofNullable(PARTS.get(className));
  }

  /** Whether something is lost that such values have. */
  static boolean isLossy(String className, Form form) {
    return switch (form) {
      case TIMESTAMP -> true;
      case MILLIS -> !className.equals("java.util.Date");
      default -> false;
    };
  }

  /** Whether a value can be of any shape, where the class does not say so by itself. */
  static boolean isDynamic(String className, ProtoType type) {
    return !className.startsWith("com.google.protobuf.")
        && type instanceof ProtoType.External external
        && external.file().equals("google/protobuf/struct.proto");
  }
}
