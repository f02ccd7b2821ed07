package dev.grapnel.benchmarks;

import picocli.CommandLine.Option;

/** How long and how hard is measured. */
final class Effort {

  @Option(
      names = "--rounds",
      defaultValue = "15",
      description = "Rounds (default: ${DEFAULT-VALUE}).")
  int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "Seconds of load for each server in a round (default: ${DEFAULT-VALUE}).")
  int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "12",
      description = "Seconds of load before the first round (default: ${DEFAULT-VALUE}).")
  int warmUp;

  @Option(
      names = "--concurrency",
      defaultValue = "32",
      description = "Calls at the same time (default: ${DEFAULT-VALUE}).")
  int concurrency;
}
