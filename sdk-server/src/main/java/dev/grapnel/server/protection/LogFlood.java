package dev.grapnel.server.protection;

import dev.grapnel.core.lifecycle.Ticker;
import dev.grapnel.core.lifecycle.Vital;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps strangers from filling the log: of the loggers by which grpc-java tells of bad frames and
 * connections, each with a stack trace, each gets 10 lines a minute while a server of this process
 * is there.
 *
 * <p>How many were left out is one line of {@code grpc.server} at the next minute's first line or
 * when the last server closes, and a number for metrics. Works by filters of {@code
 * java.util.logging}, which is what grpc-java uses whatever the lines end up in; those that were
 * there are still asked, and left in place. Lines below INFO are not limited. Thread-safe.
 */
public final class LogFlood implements AutoCloseable {

  /** The loggers of a server's path from the socket to the handler. */
  private static final List<String> LOGGERS =
      List.of(
          "io.grpc.Context",
          "io.grpc.internal.AbstractStream",
          "io.grpc.internal.GrpcUtil",
          "io.grpc.internal.LogExceptionRunnable",
          "io.grpc.internal.SerializeReentrantCallsDirectExecutor",
          "io.grpc.internal.SerializingExecutor",
          "io.grpc.internal.ServerCallImpl",
          "io.grpc.internal.ServerImpl",
          "io.grpc.internal.TransportFrameUtil",
          "io.grpc.netty.NettyServer",
          "io.grpc.netty.NettyServerHandler",
          "io.grpc.netty.NettyServerStream",
          "io.grpc.netty.NettyServerTransport",
          "io.grpc.netty.NettyServerTransport.connections",
          "io.grpc.netty.ProtocolNegotiators",
          "io.grpc.netty.Utils",
          "io.grpc.netty.WriteBufferingAndExceptionHandler");

  private static final Limits PROCESS = new Limits(LOGGERS, Ticker.system());

  private final Limits limits;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LogFlood(Limits limits) {
    this.limits = limits;
    limits.enter();
  }

  /**
   * Limits the loggers until it is closed; the last one to be closed puts them back.
   *
   * @return to be closed with the server
   */
  public static LogFlood limit() {
    return limit(PROCESS);
  }

  static LogFlood limit(Limits limits) {
    return new LogFlood(limits);
  }

  /**
   * Tells how many lines were left out.
   *
   * @return {@code grpc.server.log.suppressed}, of all servers of this process together
   */
  public Vital vital() {
    return Vital.counter(
        "grpc.server.log.suppressed",
        "Lines of grpc-java's loggers that were left out, beyond 10 a minute of each",
        limits.leftOut::doubleValue);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      limits.leave();
    }
  }

  /** All limits of a process, and how many servers want them. */
  static final class Limits {

    private final LongAdder leftOut = new LongAdder();
    private final List<String> loggers;
    private final Ticker ticker;
    private List<LoggerLimit> installed = List.of();
    private int servers;

    Limits(List<String> loggers, Ticker ticker) {
      this.loggers = loggers;
      this.ticker = ticker;
    }

    private synchronized void enter() {
      servers++;
      if (servers == 1) {
        installed =
            loggers.stream().map(name -> LoggerLimit.install(name, ticker, leftOut)).toList();
      }
    }

    private synchronized void leave() {
      servers--;
      if (servers == 0) {
        installed.forEach(LoggerLimit::remove);
        installed = List.of();
      }
    }
  }
}
