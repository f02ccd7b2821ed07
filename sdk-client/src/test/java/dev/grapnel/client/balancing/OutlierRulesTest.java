package dev.grapnel.client.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OutlierRulesTest {

  private static final OutlierDetection SETTINGS = OutlierDetection.DEFAULT;

  @Example
  void tellsWhyAnAddressIsEjected() {
    assertThat(judge(failing(35, 34), failing(30, 0), failing(40, 0)))
        .containsExactly("0: failed 34 of 35 calls, its peers 0 of 70");
    assertThat(judge(taking(4), taking(120), taking(4)))
        .containsExactly("1: median 120 ms, its peers 4.0 ms");
  }

  @Example
  void ejectsOneOfTwo() {
    assertThat(judge(failing(35, 0), failing(30, 30))).hasSize(1);
  }

  @Example
  void doesNotPunishAServerThatIsNotMuchSlower() {
    assertThat(judge(taking(19), taking(4))).isEmpty();
    assertThat(judge(takingMicros(5000), takingMicros(200))).isEmpty();
    assertThat(judge(takingMicros(5300), takingMicros(200))).hasSize(1);
  }

  @Example
  void doesNotPunishAServerThatIsColdAtFirst() {
    AddressSample cold = new AddressSample(false, 100, 0, 100, millis(4), millis(5), millis(900));

    assertThat(judge(cold, taking(4), taking(4))).isEmpty();
  }

  @Example
  void doesNotMistakeAMixOfQuickAndSlowMethodsForASlowServer() {
    AddressSample mixed = new AddressSample(false, 11, 0, 11, millis(1), millis(100), millis(100));
    AddressSample peer = new AddressSample(false, 99, 0, 99, millis(1), millis(1), millis(100));

    assertThat(judge(mixed, peer)).isEmpty();
  }

  @Example
  void doesNotMistakeChanceForAFault() {
    assertThat(judge(failing(10, 3), failing(100, 10))).isEmpty();
    assertThat(judge(failing(100, 31), failing(100, 10))).hasSize(1);
  }

  @Example
  void doesNotJudgeByFewCalls() {
    assertThat(judge(failing(9, 9), failing(100, 0))).isEmpty();
    assertThat(judge(failing(100, 100), failing(9, 0))).isEmpty();
  }

  @Example
  void countsThoseThatAreOutAlready() {
    AddressSample out = new AddressSample(true, 0, 0, 0, 0, 0, 0);

    assertThat(judge(out, failing(30, 30), failing(30, 0))).isEmpty();
    assertThat(judge(out, failing(30, 30), failing(30, 0), failing(30, 0))).hasSize(1);
  }

  @Property
  void neverEjectsWhereAllAreEqual(
      @ForAll("samples") AddressSample sample, @ForAll @IntRange(min = 1, max = 8) int count) {
    assertThat(OutlierRules.judge(Collections.nCopies(count, sample), SETTINGS)).isEmpty();
  }

  @Property
  void neverEjectsMoreThanTheLimitNorTheLastOne(
      @ForAll("lists") List<AddressSample> samples,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    OutlierDetection settings = limitedTo(percent);
    int out = (int) samples.stream().filter(AddressSample::isOut).count();
    int limit = Math.max(1, samples.size() * percent / 100);

    List<OutlierRules.Verdict> verdicts = OutlierRules.judge(samples, settings);

    assertThat(verdicts.size()).isLessThanOrEqualTo(Math.max(0, limit - out));
    assertThat(verdicts).extracting(OutlierRules.Verdict::index).doesNotHaveDuplicates();
    assertThat(verdicts)
        .allSatisfy(verdict -> assertThat(samples.get(verdict.index()).isOut()).isFalse());
    if (out < samples.size()) {
      assertThat(out + verdicts.size()).isLessThan(samples.size());
    }
  }

  @Property
  void ejectsTheWorstFirst(
      @ForAll @Size(min = 2, max = 10) List<@IntRange(min = 0, max = 100) Integer> failures) {
    List<AddressSample> samples = failures.stream().map(count -> failing(100, count)).toList();

    List<OutlierRules.Verdict> verdicts = OutlierRules.judge(samples, limitedTo(100));

    List<Integer> worstFirst = failures.stream().sorted(Comparator.reverseOrder()).toList();
    assertThat(verdicts)
        .extracting(verdict -> failures.get(verdict.index()))
        .isEqualTo(worstFirst.subList(0, verdicts.size()));
  }

  @Property
  void knowsNoFavourites(
      @ForAll @IntRange(min = 0, max = 7) int bad, @ForAll @IntRange(min = 2, max = 8) int count) {
    int index = bad % count;
    List<AddressSample> samples =
        IntStream.range(0, count).mapToObj(i -> failing(50, i == index ? 50 : 1)).toList();

    assertThat(OutlierRules.judge(samples, SETTINGS))
        .singleElement()
        .extracting(OutlierRules.Verdict::index)
        .isEqualTo(index);
  }

  @Provide
  Arbitrary<AddressSample> samples() {
    return sample(Arbitraries.just(false));
  }

  @Provide
  Arbitrary<List<AddressSample>> lists() {
    return sample(Arbitraries.of(true, false)).list().ofMaxSize(10);
  }

  private static Arbitrary<AddressSample> sample(Arbitrary<Boolean> ejected) {
    Arbitrary<Integer> share = Arbitraries.integers().between(0, 100);
    Arbitrary<Integer> calls = Arbitraries.integers().between(0, 1000);
    Arbitrary<Long> median = Arbitraries.longs().between(1, millis(10_000));
    return Combinators.combine(ejected, calls, share, calls, median)
        .as(
            (isOut, total, failed, timed, time) ->
                new AddressSample(
                    isOut, total, total * failed / 100, timed, time / 2, time, time * 2));
  }

  private static List<String> judge(AddressSample... samples) {
    return OutlierRules.judge(List.of(samples), SETTINGS).stream()
        .map(verdict -> verdict.index() + ": " + verdict.reason())
        .toList();
  }

  private static OutlierDetection limitedTo(int percent) {
    return new OutlierDetection(
        SETTINGS.interval(),
        SETTINGS.baseEjection(),
        SETTINGS.maxEjection(),
        percent,
        SETTINGS.minCalls(),
        SETTINGS.failureRatio(),
        SETTINGS.slowFactor(),
        SETTINGS.slowMargin());
  }

  private static AddressSample failing(int calls, int failures) {
    return new AddressSample(false, calls, failures, 0, 0, 0, 0);
  }

  private static AddressSample taking(int millis) {
    return takingMicros(millis * 1000);
  }

  private static AddressSample takingMicros(int micros) {
    long median = micros * 1000L;
    return new AddressSample(false, 50, 0, 50, median * 3 / 4, median, median * 3 / 2);
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
