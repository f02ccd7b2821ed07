package dev.grapnel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** A server in a process of its own: tells its port, then its CPU time as often as it is asked. */
public final class ServerProcess {

  private ServerProcess() {}

  /**
   * Serves until standard input ends.
   *
   * @param args the name of a {@link Variant}
   * @throws IOException if the server cannot start
   */
  public static void main(String[] args) throws IOException {
    var operatingSystem =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    out.println(Variant.valueOf(args[0]).start());
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (questions.readLine() != null) {
      out.println(operatingSystem.getProcessCpuTime());
    }
    System.exit(0);
  }
}
