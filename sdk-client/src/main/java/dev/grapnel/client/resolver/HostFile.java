package dev.grapnel.client.resolver;

import dev.grapnel.core.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads a list of servers from a file. */
record HostFile(Path path) implements Supplier<List<HostPort>> {

  private static final int LARGEST = 1 << 20;

  /**
   * Reads the file as a whole.
   *
   * @return at least one server
   * @throws ConfigException if it cannot be read or any line is malformed
   */
  @Override
  public List<HostPort> get() {
    List<String> lines = text().lines().toList();
    List<HostPort> hosts = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        parse(i + 1, line, hosts);
      }
    }
    if (hosts.isEmpty()) {
      throw refused(path + " has no target: expected one host:port a line");
    }
    return hosts;
  }

  private void parse(int number, String line, List<HostPort> hosts) {
    List<String> problems = new ArrayList<>();
    HostPort.parse(line, hosts, problems);
    if (!problems.isEmpty()) {
      throw refused(path + ", line " + number + ": " + problems.get(0));
    }
  }

  private String text() {
    // Opening what is no file, such as a pipe, could block.
    if (!Files.isRegularFile(path)) {
      throw refused("there is no file " + path + ": expected one with one host:port a line");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw refused(path + " is larger than 1 MiB: expected one host:port a line");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw refused("cannot read " + path + ": " + e.getClass().getSimpleName());
    }
  }

  private static ConfigException refused(String problem) {
    return new ConfigException(List.of(problem));
  }
}
