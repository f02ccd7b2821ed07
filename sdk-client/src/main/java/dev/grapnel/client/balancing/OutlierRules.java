package dev.grapnel.client.balancing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Says which addresses do so much worse than their peers that calls had better go around them. Its
 * peers are the others that calls go to and that had enough of them.
 *
 * <p>Beyond the limits that the settings name, a difference must be more than chance: the failures
 * two standard errors apart; and of the times not only the medians, but the middle halves, so that
 * a mix of quick and slow methods does not look like a slow address.
 */
final class OutlierRules {

  private static final double STANDARD_ERRORS = 2;

  private OutlierRules() {}

  /** Eject the sample of that index, for that reason; the higher the weight, the worse. */
  record Verdict(int index, double weight, String reason) {}

  /**
   * Judges one interval.
   *
   * @param samples of all addresses that are connected
   * @return what to eject, the worst first
   */
  static List<Verdict> judge(List<AddressSample> samples, OutlierDetection settings) {
    List<Integer> in = new ArrayList<>(used(samples));
    int room = Math.min(limit(samples.size(), settings) - samples.size() + in.size(), in.size());
    List<Verdict> verdicts = new ArrayList<>();
    while (verdicts.size() < room) {
      Optional<Verdict> worst =
          in.stream()
              .flatMap(index -> verdict(samples, in, index, settings).stream())
              .max(
                  Comparator.comparingDouble(Verdict::weight)
                      .thenComparing(Verdict::index, Comparator.reverseOrder()));
      if (worst.isEmpty()) {
        break;
      }
      verdicts.add(worst.get());
      in.remove(Integer.valueOf(worst.get().index()));
    }
    return verdicts;
  }

  /** Judges one that is on probation by those that are not out. */
  static Optional<Verdict> judge(
      int index, List<AddressSample> samples, OutlierDetection settings) {
    return verdict(samples, used(samples), index, settings);
  }

  /** Says whether one that is on probation had enough calls to be judged, and another one too. */
  static boolean isEnough(int index, List<AddressSample> samples, OutlierDetection settings) {
    return samples.get(index).calls() >= settings.minCalls()
        && used(samples).stream()
            .anyMatch(other -> samples.get(other).calls() >= settings.minCalls());
  }

  private static List<Integer> used(List<AddressSample> samples) {
    return IntStream.range(0, samples.size())
        .filter(index -> !samples.get(index).isOut())
        .boxed()
        .toList();
  }

  private static int limit(int addresses, OutlierDetection settings) {
    return addresses < 2 ? 0 : Math.max(1, addresses * settings.maxEjectionPercent() / 100);
  }

  private static Optional<Verdict> verdict(
      List<AddressSample> samples, List<Integer> in, int index, OutlierDetection settings) {
    AddressSample own = samples.get(index);
    List<AddressSample> peers =
        in.stream().filter(other -> other != index).map(samples::get).toList();
    return failing(own, peers, index, settings).or(() -> slow(own, peers, index, settings));
  }

  private static Optional<Verdict> failing(
      AddressSample own, List<AddressSample> others, int index, OutlierDetection settings) {
    List<AddressSample> peers =
        others.stream().filter(peer -> peer.calls() >= settings.minCalls()).toList();
    if (own.calls() < settings.minCalls() || peers.isEmpty()) {
      return Optional.empty();
    }
    int calls = peers.stream().mapToInt(AddressSample::calls).sum();
    int failures = peers.stream().mapToInt(AddressSample::failures).sum();
    double excess = own.failureShare() - (double) failures / calls;
    double all = (double) (own.failures() + failures) / (own.calls() + calls);
    double error = Math.sqrt(all * (1 - all) * (1.0 / own.calls() + 1.0 / calls));
    if (excess <= 0 || excess < settings.failureRatio() || excess < STANDARD_ERRORS * error) {
      return Optional.empty();
    }
    String reason =
        String.format(
            Locale.ROOT,
            "failed %d of %d calls, its peers %d of %d",
            own.failures(),
            own.calls(),
            failures,
            calls);
    return Optional.of(new Verdict(index, 1 + excess, reason));
  }

  private static Optional<Verdict> slow(
      AddressSample own, List<AddressSample> others, int index, OutlierDetection settings) {
    List<AddressSample> peers =
        others.stream()
            .filter(peer -> peer.timed() >= settings.minCalls())
            .sorted(Comparator.comparingLong(AddressSample::median))
            .toList();
    if (own.timed() < settings.minCalls() || peers.isEmpty()) {
      return Optional.empty();
    }
    AddressSample peer = peers.get((peers.size() - 1) / 2);
    boolean isSlow =
        own.median() > settings.slowFactor() * peer.median()
            && own.median() - peer.median() >= settings.slowMargin().toNanos()
            && own.lowerQuartile() > peer.upperQuartile();
    if (!isSlow) {
      return Optional.empty();
    }
    String reason =
        "median " + TimeText.of(own.median()) + ", its peers " + TimeText.of(peer.median());
    return Optional.of(new Verdict(index, 1 - (double) peer.median() / own.median(), reason));
  }
}
