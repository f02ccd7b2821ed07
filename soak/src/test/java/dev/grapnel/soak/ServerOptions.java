package dev.grapnel.soak;

import dev.grapnel.server.GRPCServer;
import dev.grapnel.server.GRPCServerBuilder;
import java.time.Duration;
import java.util.List;

/**
 * How a {@link ServerProcess} serves; travels as its arguments.
 *
 * @param port 0 takes a free one
 */
record ServerOptions(
    int port, int workers, Duration drainDelay, Duration shutdownGrace, Fault fault) {

  static ServerOptions defaults() {
    return new ServerOptions(0, 10, Duration.ZERO, Duration.ofSeconds(30), Fault.NONE);
  }

  static ServerOptions parse(String[] arguments) {
    return new ServerOptions(
        Integer.parseInt(arguments[0]),
        Integer.parseInt(arguments[1]),
        Duration.parse(arguments[2]),
        Duration.parse(arguments[3]),
        Fault.valueOf(arguments[4]));
  }

  List<String> arguments() {
    return List.of(
        String.valueOf(port),
        String.valueOf(workers),
        drainDelay.toString(),
        shutdownGrace.toString(),
        fault.name());
  }

  GRPCServerBuilder builder() {
    return GRPCServer.builder()
        .host("127.0.0.1")
        .port(port)
        .maxWorkers(workers)
        .drainDelay(drainDelay)
        .shutdownGrace(shutdownGrace)
        .addService(new LoadHandlers(fault));
  }

  ServerOptions port(int number) {
    return new ServerOptions(number, workers, drainDelay, shutdownGrace, fault);
  }

  ServerOptions workers(int threads) {
    return new ServerOptions(port, threads, drainDelay, shutdownGrace, fault);
  }

  ServerOptions drainDelay(Duration time) {
    return new ServerOptions(port, workers, time, shutdownGrace, fault);
  }

  ServerOptions shutdownGrace(Duration time) {
    return new ServerOptions(port, workers, drainDelay, time, fault);
  }

  ServerOptions fault(Fault what) {
    return new ServerOptions(port, workers, drainDelay, shutdownGrace, what);
  }
}
