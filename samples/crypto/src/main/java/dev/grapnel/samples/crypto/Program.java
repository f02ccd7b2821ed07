package dev.grapnel.samples.crypto;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.crypto.store.StoreException;
import dev.grapnel.server.ServerStartException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** What both programs have in common: their version, and how they fail. */
final class Program implements IVersionProvider {

  /** Runs a command; what a person can mend is told in one line each, and the exit code is 1. */
  static int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              if (!isForPeople(failure)) {
                throw failure;
              }
              problems(failure)
                  .forEach(text -> line.getErr().println(line.getCommandName() + ": " + text));
              return 1;
            })
        .execute(arguments);
  }

  @Override
  public String[] getVersion() {
    String version = ServerStartException.class.getPackage().getImplementationVersion();
    return new String[] {"Grapnel " + (version == null ? "(unpacked)" : version)};
  }

  private static boolean isForPeople(Throwable failure) {
    return failure instanceof ConfigException
        || failure instanceof ServerStartException
        || failure instanceof StoreException
        || failure instanceof UncheckedIOException
        || failure instanceof RpcException;
  }

  private static Stream<String> problems(Throwable failure) {
    return failure instanceof ConfigException config
        ? config.problems().stream()
        : Stream.of(String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; "));
  }
}
