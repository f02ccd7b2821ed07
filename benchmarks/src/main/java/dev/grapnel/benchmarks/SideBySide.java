package dev.grapnel.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures server CPU time per call of all variants in one run.
 *
 * <p>All servers live at the same time, each in a process of its own, and are loaded in turns from
 * this process: whatever else the machine does meets all of them. CPU time counts all threads of a
 * server, its garbage collector too. The order changes with every round; ratios are taken within a
 * round, and their median is told.
 */
@Command(
    name = "side-by-side",
    mixinStandardHelpOptions = true,
    subcommands = {ClientsSideBySide.class, GeneratorSpeed.class},
    description = "Server CPU time per call: Grapnel beside plain grpc-java.")
public final class SideBySide implements Callable<Integer> {

  @Mixin private Effort effort;

  @Option(
      names = "--servers",
      split = ",",
      description = "Only these, beside the first two: ${COMPLETION-CANDIDATES} (default: all).")
  private Set<Variant> chosen = EnumSet.allOf(Variant.class);

  @Option(
      names = "--loads",
      split = ",",
      description = "Only these: ${COMPLETION-CANDIDATES} (default: all).")
  private Set<Load> loads = EnumSet.allOf(Load.class);

  @Spec private CommandSpec spec;

  /**
   * Runs the benchmark.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new SideBySide()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    List<RunningServer> servers = new ArrayList<>();
    try {
      // All others are measured against these two.
      Set<Variant> variants = EnumSet.of(Variant.PLAIN, Variant.PLAIN_WORKERS);
      variants.addAll(chosen);
      for (Variant variant : variants) {
        servers.add(RunningServer.start(variant));
      }
      for (Load load : loads) {
        Results results = measure(load, servers);
        out.println(results.table(title(load)));
        out.flush();
      }
    } finally {
      servers.forEach(RunningServer::close);
    }
    return 0;
  }

  private Results measure(Load load, List<RunningServer> servers)
      throws IOException, InterruptedException {
    for (RunningServer server : servers) {
      load.run(server.stub(), effort.concurrency, Duration.ofSeconds(effort.warmUp));
    }
    Results results = new Results("server", Variant.PLAIN);
    List<RunningServer> order = new ArrayList<>(servers);
    for (int round = 0; round < effort.rounds; round++) {
      Map<Variant, Double> cpuPerCall = new EnumMap<>(Variant.class);
      for (RunningServer server : order) {
        long before = server.cpuTime();
        long calls =
            load.run(server.stub(), effort.concurrency, Duration.ofSeconds(effort.seconds));
        cpuPerCall.put(server.variant(), (server.cpuTime() - before) / 1000.0 / calls);
      }
      results.add(cpuPerCall);
      Collections.rotate(order, 1);
    }
    return results;
  }

  private String title(Load load) {
    String kind =
        load == Load.UNARY ? "unary" : "server streaming, " + Load.MESSAGES + " messages a call";
    return kind
        + ", "
        + effort.concurrency
        + " calls at a time, "
        + effort.rounds
        + " rounds of "
        + effort.seconds
        + " s";
  }
}
