package dev.grapnel.samples.crypto;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.crypto.store.StoreException;
import dev.grapnel.server.ServerStartException;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** What both programs have in common: their version, and how they fail. */
final class Program implements IVersionProvider {

  /** Runs a command; what a person can mend is told in one line, and the exit code is 1. */
  static int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              if (!isForPeople(failure)) {
                throw failure;
              }
              line.getErr().println(line.getCommandName() + ": " + oneLine(failure));
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
        || failure instanceof RpcException;
  }

  private static String oneLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
