package dev.grapnel.server;

import dev.grapnel.core.lifecycle.Countdown;
import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.Server;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a server so that no call is lost: load balancers see it first, then clients, then the calls
 * that run. Each step is bounded, and none keeps the next from being taken.
 */
final class ServerDrain {

  /** How long cancelled calls get to notice, and handlers to end whose call is over. */
  static final Duration CANCEL_TIME = Duration.ofSeconds(5);

  private static final Logger logger = LoggerFactory.getLogger("grpc.server");

  private final ServerParts parts;

  ServerDrain(ServerParts parts) {
    this.parts = parts;
  }

  void run(boolean served) {
    parts.health().ifPresent(health -> attempt("health", health::stopServing));
    boolean interrupted = served && !awaitLoadBalancers(parts.options().drainDelay());
    Server server = parts.server().shutdown();
    parts.health().ifPresent(health -> attempt("health", health::close));
    parts.drainActions().forEach(action -> attempt("a drain action", action));
    int told = parts.drain().raise();
    if (served) {
      logger.info(
          "the gRPC server takes no more calls; those that run have {} ({} streams were told)",
          parts.options().shutdownGrace(),
          told);
    }
    try {
      if (interrupted) {
        throw new InterruptedException();
      }
      awaitCalls(server);
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Load balancers go on sending calls until they see that health says NOT_SERVING. */
  private static boolean awaitLoadBalancers(Duration delay) {
    if (delay.isZero()) {
      return true;
    }
    logger.info("the gRPC server is NOT_SERVING and takes calls for {} more", delay);
    try {
      TimeUnit.NANOSECONDS.sleep(TimeUnit.NANOSECONDS.convert(delay));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void awaitCalls(Server server) throws InterruptedException {
    Duration time = parts.options().shutdownGrace();
    Countdown grace = Countdown.start(time, parts.options().ticker());
    if (await(server, grace.remaining())) {
      // A handler may have work left after its last answer, and interceptors hear of the end then.
      Duration rest = grace.remaining();
      finish(rest.compareTo(CANCEL_TIME) < 0 ? rest : CANCEL_TIME);
      return;
    }
    logger.warn(
        "calls were still running after the shutdown grace of {}: they are cancelled", time);
    Countdown cancel = Countdown.start(CANCEL_TIME, Ticker.system());
    // A client whose connection goes away knows UNAVAILABLE; resets would tell it CANCELLED.
    parts.transport().closeConnections();
    server.shutdownNow();
    await(server, cancel.remaining());
    finish(cancel.remaining());
  }

  private void finish(Duration time) throws InterruptedException {
    Countdown end = Countdown.start(time, Ticker.system());
    parts.executors().finish(end.remaining());
    parts.streams().finish(end.remaining());
  }

  private static void attempt(String what, Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      logger.warn("{} failed while the server stops", what, e);
    }
  }

  private static boolean await(Server server, Duration time) throws InterruptedException {
    return server.awaitTermination(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }
}
