package dev.grapnel.server.protection;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Whatever is logged while it is open, by java.util.logging and, as slf4j-simple, to stderr. */
final class AllLogs extends Handler implements AutoCloseable {

  private final Logger root = Logger.getLogger("");
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  AllLogs() {
    setFormatter(new SimpleFormatter());
    root.addHandler(this);
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  /** How many bytes were written. */
  int size() {
    return bytes.size();
  }

  /** The lines that hold a text. */
  List<String> lines(String text) {
    return text().lines().filter(line -> line.contains(text)).toList();
  }

  String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void publish(LogRecord line) {
    bytes.writeBytes(getFormatter().format(line).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    System.setErr(before);
  }
}
