package dev.grapnel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that answers each line with numbers. */
final class ChildProcess implements AutoCloseable {

  /** The same for all variants. */
  private static final List<String> JVM_FLAGS =
      List.of("-Xms256m", "-Xmx256m", "-XX:+UseParallelGC");

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;

  private ChildProcess(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
  }

  /** Starts a program whose arguments follow the class path and its JVM options. */
  static ChildProcess start(
      String classPath, List<String> options, Class<?> program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(List.of(arguments));
    return new ChildProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  long ask(String question) throws IOException {
    questions.println(question);
    return readNumber();
  }

  long readNumber() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("a process of the benchmark has ended");
    }
    return Long.parseLong(line);
  }

  @Override
  public void close() {
    questions.close();
    process.destroy();
    process.onExit().join();
  }
}
