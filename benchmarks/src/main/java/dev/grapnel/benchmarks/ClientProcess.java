package dev.grapnel.benchmarks;

import dev.grapnel.benchmarks.v1.BenchmarkServiceGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A client in a process of its own: for each line, a number of seconds, it makes calls for so long,
 * and tells the CPU nanoseconds that one took.
 */
public final class ClientProcess {

  private ClientProcess() {}

  /**
   * Makes calls until standard input ends.
   *
   * @param args a {@link ClientVariant}, a port, a {@link Load}, how many calls at a time
   * @throws IOException if standard input fails
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var operatingSystem =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    var stub =
        BenchmarkServiceGrpc.newStub(
            ClientVariant.valueOf(args[0]).open(Integer.parseInt(args[1])));
    Load load = Load.valueOf(args[2]);
    int concurrency = Integer.parseInt(args[3]);
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      long before = operatingSystem.getProcessCpuTime();
      long calls = load.run(stub, concurrency, Duration.ofSeconds(Long.parseLong(line)));
      out.println((operatingSystem.getProcessCpuTime() - before) / calls);
    }
    System.exit(0);
  }
}
