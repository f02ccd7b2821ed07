package dev.grapnel.protogen.breaking;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The {@code git} command: plumbing only, whose output no configuration changes. The user's
 * configuration is read, since it says which folders of other owners are safe.
 */
final class GitProcess implements AutoCloseable {

  private static final String MEND = "run git there yourself, it tells more";

  private final Process process;
  private final InputStream output;
  private final Duration limit;
  private final CompletableFuture<Process> watch;

  private GitProcess(Process process, Duration limit) {
    this.process = process;
    this.limit = limit;
    this.output = new BufferedInputStream(process.getInputStream());
    this.watch =
        process
            .onExit()
            .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((ended, late) -> stopIfLate(late));
  }

  /** Starts git in a folder; it is ended after the limit. */
  static GitProcess start(Path folder, Duration limit, List<String> arguments)
      throws UnreadableException {
    // No transport: a partial clone would fetch what is missing, and ask for passwords.
    List<String> command =
        new ArrayList<>(
            List.of("git", "--no-pager", "--literal-pathspecs", "-c", "protocol.allow=never"));
    command.addAll(arguments);
    // A folder without a name, as the current one, is none for the system.
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toAbsolutePath().toFile());
    // Within a hook, variables name another repository.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("GIT_") && !name.startsWith("GIT_CONFIG"));
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("LC_ALL", "C");
    try {
      return new GitProcess(builder.start(), limit);
    } catch (IOException failure) {
      throw new UnreadableException(
          "git cannot be started: " + failure.getMessage(), "install git, and put it on the PATH");
    }
  }

  /** All that it prints, once it has ended. */
  String output() throws UnreadableException {
    try {
      process.getOutputStream().close();
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw failed();
      }
      return text;
    } catch (IOException failure) {
      throw failed();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnreadableException("the thread was interrupted", "try again");
    }
  }

  /** Asks {@code cat-file --batch-check} for an object's id; empty if there is none. */
  String object(String name) throws UnreadableException {
    String line = ask(name);
    String[] parts = line.split(" ", -1);
    // OBJECT SP TYPE SP SIZE, or NAME SP missing or ambiguous
    return parts.length == 3 && parts[2].matches("\\d+") ? parts[0] : "";
  }

  /** Asks {@code cat-file --batch} for an object's bytes. */
  byte[] content(String object) throws UnreadableException {
    String[] parts = ask(object).split(" ", -1);
    if (parts.length != 3 || !parts[1].equals("blob")) {
      throw new UnreadableException("the object " + object + " is not there", MEND);
    }
    long size = Long.parseLong(parts[2]);
    if (size > UnreadableException.MAX_FILE_BYTES) {
      throw UnreadableException.tooLarge(object);
    }
    try {
      byte[] content = output.readNBytes((int) size);
      if (content.length < size || output.read() != '\n') {
        throw failed();
      }
      return content;
    } catch (IOException failure) {
      throw failed();
    }
  }

  /** Writes a line, and reads the one that answers it, so that no pipe fills up. */
  private String ask(String line) throws UnreadableException {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      for (int c = output.read(); c != '\n'; c = output.read()) {
        if (c < 0) {
          throw failed();
        }
        answer.write(c);
      }
      return answer.toString(StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw failed();
    }
  }

  private UnreadableException failed() {
    String said;
    try {
      process.getOutputStream().close();
      said = new String(process.getErrorStream().readNBytes(2_000), StandardCharsets.UTF_8).strip();
    } catch (IOException closed) {
      said = "";
    }
    return said.isEmpty()
        ? new UnreadableException(
            "git ended without an answer, or was ended after " + limit.toSeconds() + " s", MEND)
        : new UnreadableException("git says: " + said.lines().findFirst().orElse(""), MEND);
  }

  /** Not when it has ended by itself: stopping closes what is still to be read. */
  private void stopIfLate(@Nullable Throwable late) {
    if (late != null) {
      stop();
    }
  }

  private void stop() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    stop();
    watch.cancel(false);
  }
}
