package dev.grapnel.server;

import dev.grapnel.core.lifecycle.DrainSignal;
import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.security.TransportCredentials;
import dev.grapnel.server.doctor.ServerFacts;
import dev.grapnel.server.executor.ExecutorRouting;
import dev.grapnel.server.health.HealthReporter;
import dev.grapnel.server.stream.StreamThreads;
import dev.grapnel.server.transport.NettyTransport;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The parts of a server that is enabled. */
record ServerParts(
    Server server,
    NettyTransport transport,
    ExecutorRouting executors,
    StreamThreads streams,
    Optional<HealthReporter> health,
    Optional<AdminServer> admin,
    TransportCredentials<ServerCredentials> credentials,
    DrainSignal drain,
    List<Runnable> drainActions,
    Banner banner,
    ServerFacts facts,
    Options options) {

  /** What the running server needs of its builder. */
  record Options(
      String address,
      boolean hasPort,
      Duration drainDelay,
      Duration shutdownGrace,
      boolean shutdownHook,
      Ticker ticker) {

    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** Times can be for ever, and are added up. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    Options(ServerSettings settings) {
      this(
          settings.address(settings.port),
          settings.unixSocket.isEmpty(),
          settings.drainDelay,
          settings.shutdownGrace,
          settings.shutdownHook.isOn(),
          settings.ticker);
    }

    /** What closing takes at most, and a moment for what blocks against its promise. */
    Duration timeToStop() {
      return atMost(LONGEST, drainDelay)
          .plus(atMost(LONGEST, shutdownGrace))
          .plus(ServerDrain.CANCEL_TIME)
          .plus(MOMENT);
    }

    private static Duration atMost(Duration most, Duration time) {
      return time.compareTo(most) < 0 ? time : most;
    }
  }
}
