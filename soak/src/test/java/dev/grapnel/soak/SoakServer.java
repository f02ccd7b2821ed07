package dev.grapnel.soak;

import dev.grapnel.server.GRPCServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The main class of a {@link ServerProcess}. */
final class SoakServer {

  private SoakServer() {}

  /**
   * Serves until SIGTERM. Tells its port on standard output, then its memory for each line on
   * standard input, whatever the server is busy with; ends when the test that started it is gone.
   */
  public static void main(String[] arguments) throws IOException {
    GRPCServer server = ServerOptions.parse(arguments).builder().build();
    server.start();
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    answers.println(server.port());
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (questions.readLine() != null) {
      answers.println(Memory.measure().text());
    }
    Runtime.getRuntime().halt(1);
  }
}
