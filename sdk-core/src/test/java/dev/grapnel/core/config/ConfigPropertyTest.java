package dev.grapnel.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class ConfigPropertyTest {

  @Property
  void anyPortIsTakenFromZeroTo65535AndNoOther(@ForAll int port) {
    checkPort(port);
    checkPort(Math.floorMod(port, 65536));
  }

  private static void checkPort(int port) {
    ConfigLoader loader =
        ConfigLoader.isolated().environment(Map.of("GRPC_PORT", Integer.toString(port)));
    if (port >= 0 && port <= 65535) {
      assertThat(loader.load().server().port()).isEqualTo(port);
    } else {
      assertThat(ConfigProblemsTest.problemsOf(loader).problems())
          .singleElement()
          .asString()
          .contains("expected a whole number from 0 to 65535");
    }
  }

  @Property
  void portThatIsNoNumberIsRefused(@ForAll String text) {
    Assume.that(text.strip().codePoints().anyMatch(c -> !Character.isDigit(c) && c != '+'));
    Assume.that(!text.strip().equals("-0"));

    assertThat(
            ConfigProblemsTest.problemsOf(ConfigLoader.isolated().override("grpc.port", text, "x")))
        .hasMessageStartingWith("grpc.port = \"" + text + "\" (x): expected ");
  }

  @Property
  void noTextCrashesAnyKey(@ForAll String text, @ForAll @IntRange(max = 41) int index) {
    Key<?> key = Keys.ALL.get(index);
    ConfigLoader loader = ConfigLoader.isolated().override(key.name(), text, "x");
    try {
      assertThat(loader.load().setting(key.name()).value()).isEqualTo(text);
    } catch (ConfigException refused) {
      assertThat(refused.problems()).isNotEmpty();
    }
  }

  @Property
  void durationsRoundTrip(@ForAll @LongRange(min = 1, max = 3_000_000_000_000L) long millis) {
    Duration duration = Duration.ofMillis(millis);

    assertThat(parse(Keys.SHUTDOWN_GRACE, duration.toString())).isEqualTo(duration);
    assertThat(millis > 999_999_999_999L ? duration : parse(Keys.SHUTDOWN_GRACE, millis + "ms"))
        .isEqualTo(duration);
  }

  @Property
  void everyDurationThatIsTakenFitsIntoNanoseconds(
      @ForAll @LongRange(min = 1, max = 999_999_999_999L) long amount) {
    for (String unit : new String[] {"ms", "s", "m", "h", "d"}) {
      try {
        assertThat(parse(Keys.SHUTDOWN_GRACE, amount + unit).toNanos()).isPositive();
      } catch (IllegalArgumentException refused) {
        assertThat(amount).isGreaterThan(36500);
      }
    }
  }

  @Property
  void sizesRoundTrip(@ForAll @IntRange(min = 1) int bytes) {
    assertThat(parse(Keys.MAX_INBOUND_MESSAGE_SIZE, Integer.toString(bytes))).isEqualTo(bytes);
    int kibibytes = Math.max(1, bytes >> 10);
    assertThat(parse(Keys.MAX_INBOUND_MESSAGE_SIZE, kibibytes + "KiB")).isEqualTo(kibibytes << 10);
  }

  @Property
  void sizesOf2GiBAndMoreAreRefused(
      @ForAll @LongRange(min = 2, max = 999_999_999_999L) long gibibytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(Keys.MAX_INBOUND_MESSAGE_SIZE, gibibytes + "GiB"));
  }

  @Example
  void sizeThatWrapsAroundALongIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(Keys.MAX_INBOUND_MESSAGE_SIZE, "17179869185GiB"));
    assertThat(parse(Keys.MAX_INBOUND_MESSAGE_SIZE, "1 GiB")).isEqualTo(1 << 30);
  }

  @Property
  void distanceIsAMetric(
      @ForAll @AlphaChars @StringLength(max = 12) String a,
      @ForAll @AlphaChars @StringLength(max = 12) String b,
      @ForAll @AlphaChars @StringLength(max = 12) String c) {
    int ab = NearestName.distance(a, b);

    assertThat(ab).isEqualTo(NearestName.distance(b, a)).isNotNegative();
    assertThat(ab == 0).isEqualTo(a.equals(b));
    assertThat(NearestName.distance(a, c)).isLessThanOrEqualTo(ab + NearestName.distance(b, c));
    assertThat(ab).isLessThanOrEqualTo(Math.max(a.length(), b.length()));
  }

  @Property
  void flagsAreReadInAnyCase(@ForAll boolean value) {
    String text = Boolean.toString(value);

    assertThat(parse(Keys.HEALTH, text.toUpperCase(Locale.ROOT))).isEqualTo(value);
    assertThat(Toggle.of(value).isOn()).isEqualTo(value);
  }

  @Example
  void availabilityDependsOnProductionOnlyInDevelopment() {
    assertThat(Availability.ALWAYS.isOn(true)).isTrue();
    assertThat(Availability.IN_DEVELOPMENT.isOn(true)).isFalse();
    assertThat(Availability.IN_DEVELOPMENT.isOn(false)).isTrue();
    assertThat(Availability.NEVER.isOn(false)).isFalse();
  }

  private static <T> T parse(Key<T> key, String text) {
    return key.parser().apply(text);
  }
}
