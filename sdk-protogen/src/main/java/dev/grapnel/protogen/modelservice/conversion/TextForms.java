package dev.grapnel.protogen.modelservice.conversion;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
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
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What is written as text. Nothing that is read is looked up in the network. */
final class TextForms {

  /** Digits that a number may have: reading them takes their square in time. */
  private static final int MOST_DIGITS = 1_000;

  /** The exponents of decimal128. */
  private static final int LARGEST_EXPONENT = 6_144;

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private static final Map<Class<?>, ScalarForm> ALL = new HashMap<>();

  static {
    add(String.class, "text", TextForms::checked, text -> text);
    add(CharSequence.class, "text", value -> checked(value.toString()), text -> text);
    numbers();
    times();
    dates();
    partsOfDates();
    names();
  }

  private TextForms() {}

  static Map<Class<?>, ScalarForm> all() {
    return ALL;
  }

  private static void numbers() {
    add(
        BigInteger.class,
        "a whole number",
        BigInteger::toString,
        text -> new BigInteger(few(text)));
    add(BigDecimal.class, "a decimal number", BigDecimal::toString, TextForms::decimal);
    add(UUID.class, "a UUID", UUID::toString, TextForms::uuid);
  }

  static BigDecimal decimal(String text) {
    BigDecimal value = new BigDecimal(few(text));
    if (Math.abs((long) value.precision() - value.scale()) > LARGEST_EXPONENT
        || Math.abs((long) value.scale()) > LARGEST_EXPONENT) {
      throw new ArithmeticException();
    }
    return value;
  }

  private static String few(String text) {
    if (text.length() > MOST_DIGITS) {
      throw new ArithmeticException();
    }
    return text;
  }

  /** The JDK takes short ones, too. */
  private static UUID uuid(String text) {
    UUID value = UUID.fromString(text);
    if (text.length() != 36) {
      throw new IllegalArgumentException();
    }
    return value;
  }

  @SuppressWarnings("JavaUtilDate") // Models have it.
  private static void times() {
    add(Instant.class, "a moment like 2026-01-31T12:34:56Z", Instant::toString, Instant::parse);
    add(
        Date.class,
        "a moment like 2026-01-31T12:34:56Z",
        value -> Instant.ofEpochMilli(value.getTime()).toString(),
        text -> Date.from(Instant.parse(text)));
    add(
        java.sql.Timestamp.class,
        "a moment like 2026-01-31T12:34:56Z",
        value -> value.toInstant().toString(),
        text -> java.sql.Timestamp.from(Instant.parse(text)));
    add(Duration.class, "a duration like PT8H30M", Duration::toString, Duration::parse);
  }

  private static void dates() {
    add(LocalDate.class, "a date like 2026-01-31", LocalDate::toString, LocalDate::parse);
    add(LocalTime.class, "a time like 12:34:56", LocalTime::toString, LocalTime::parse);
    add(
        LocalDateTime.class,
        "a date and time like 2026-01-31T12:34:56",
        LocalDateTime::toString,
        LocalDateTime::parse);
    add(
        OffsetDateTime.class,
        "a date, time and offset like 2026-01-31T12:34:56+01:00",
        OffsetDateTime::toString,
        OffsetDateTime::parse);
    add(
        ZonedDateTime.class,
        "a date, time and zone like 2026-01-31T12:34:56+01:00[Europe/Berlin]",
        ZonedDateTime::toString,
        ZonedDateTime::parse);
    add(
        java.sql.Date.class,
        "a date like 2026-01-31",
        java.sql.Date::toString,
        java.sql.Date::valueOf);
    add(
        java.sql.Time.class,
        "a time like 12:34:56",
        java.sql.Time::toString,
        java.sql.Time::valueOf);
  }

  private static void partsOfDates() {
    add(
        OffsetTime.class,
        "a time and offset like 12:34:56+01:00",
        OffsetTime::toString,
        OffsetTime::parse);
    add(YearMonth.class, "a month like 2026-01", YearMonth::toString, YearMonth::parse);
    add(MonthDay.class, "a day of a year like --01-31", MonthDay::toString, MonthDay::parse);
    add(Period.class, "a period like P1Y2M3D", Period::toString, Period::parse);
    add(ZoneId.class, "a zone like Europe/Berlin", ZoneId::getId, ZoneId::of);
    add(ZoneOffset.class, "an offset like +01:00", ZoneOffset::getId, ZoneOffset::of);
    add(
        TimeZone.class,
        "a zone like Europe/Berlin",
        TimeZone::getID,
        text -> TimeZone.getTimeZone(ZoneId.of(text)));
  }

  private static void names() {
    add(URI.class, "a URI", URI::toString, URI::create);
    add(URL.class, "a URL", URL::toString, TextForms::url);
    add(Locale.class, "a locale like en-GB", Locale::toLanguageTag, TextForms::locale);
    add(Currency.class, "a currency like EUR", Currency::getCurrencyCode, Currency::getInstance);
    add(Path.class, "a path", Path::toString, Path::of);
    add(Charset.class, "a charset like UTF-8", Charset::name, Charset::forName);
    add(Pattern.class, "a regular expression", Pattern::pattern, Pattern::compile);
    add(InetAddress.class, "an IP address", InetAddress::getHostAddress, TextForms::address);
    add(
        Inet4Address.class,
        "an IPv4 address",
        InetAddress::getHostAddress,
        text -> version(Inet4Address.class, text));
    add(
        Inet6Address.class,
        "an IPv6 address",
        InetAddress::getHostAddress,
        text -> version(Inet6Address.class, text));
  }

  private static URL url(String text) {
    try {
      return URI.create(text).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Locale locale(String text) {
    try {
      return new Locale.Builder().setLanguageTag(text).build();
    } catch (IllformedLocaleException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Names of hosts are refused: the JDK would ask a name server for them. */
  private static InetAddress address(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static <A extends InetAddress> A version(Class<A> type, String text) {
    InetAddress address = address(text);
    if (!type.isInstance(address)) {
      throw new IllegalArgumentException();
    }
    return type.cast(address);
  }

  /** protobuf-java would write a question mark for half a character. */
  private static String checked(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalStateException("half of a character (an unpaired surrogate)");
    }
    return text;
  }

  private static <J> void add(
      Class<J> type, String expected, Function<J, String> write, Function<String, J> read) {
    ALL.put(type, ScalarForm.of(type, String.class, write, read, expected));
  }
}
