package dev.grapnel.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures client CPU time per call of all client variants in one run, as {@link SideBySide} does
 * for servers: each client in a process of its own, all calling one server, in turns.
 */
@Command(
    name = "clients",
    mixinStandardHelpOptions = true,
    description = "Client CPU time per call: Grapnel beside plain grpc-java.")
final class ClientsSideBySide implements Callable<Integer> {

  @Mixin private Effort effort;

  @Option(
      names = "--clients",
      split = ",",
      description = "Only these, beside the first two: ${COMPLETION-CANDIDATES} (default: all).")
  private Set<ClientVariant> chosen = EnumSet.allOf(ClientVariant.class);

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    String classPath = System.getProperty("java.class.path");
    PrintWriter out = spec.commandLine().getOut();
    Map<ClientVariant, ChildProcess> clients = new EnumMap<>(ClientVariant.class);
    try (ChildProcess server =
        ChildProcess.start(
            classPath, List.of(), ServerProcess.class, Variant.SDK_EVENT_LOOP.name())) {
      String port = String.valueOf(server.readNumber());
      // All others are measured against these two.
      Set<ClientVariant> variants = EnumSet.of(ClientVariant.PLAIN, ClientVariant.PLAIN_DIRECT);
      variants.addAll(chosen);
      for (ClientVariant variant : variants) {
        ChildProcess client =
            ChildProcess.start(
                classPath,
                List.of(),
                ClientProcess.class,
                variant.name(),
                port,
                Load.UNARY.name(),
                String.valueOf(effort.concurrency));
        clients.put(variant, client);
      }
      out.println(
          measure(clients)
              .table(
                  "unary, %d calls at a time, %d rounds of %d s"
                      .formatted(effort.concurrency, effort.rounds, effort.seconds)));
    } finally {
      clients.values().forEach(ChildProcess::close);
    }
    return 0;
  }

  private Results measure(Map<ClientVariant, ChildProcess> clients) throws IOException {
    for (ChildProcess client : clients.values()) {
      client.ask(String.valueOf(effort.warmUp));
    }
    Results results = new Results("client", ClientVariant.PLAIN);
    List<Map.Entry<ClientVariant, ChildProcess>> order = new ArrayList<>(clients.entrySet());
    for (int round = 0; round < effort.rounds; round++) {
      Map<ClientVariant, Double> cpuPerCall = new EnumMap<>(ClientVariant.class);
      for (Map.Entry<ClientVariant, ChildProcess> client : order) {
        long nanos = client.getValue().ask(String.valueOf(effort.seconds));
        cpuPerCall.put(client.getKey(), nanos / 1000.0);
      }
      results.add(cpuPerCall);
      Collections.rotate(order, 1);
    }
    return results;
  }
}
