package dev.grapnel.interceptors.logging;

import dev.grapnel.core.call.PeerAddress;
import dev.grapnel.core.lifecycle.Ticker;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Decides which lines are written, at which level, and writes them. Thread-safe. */
final class CallLines {

  private static final long NEVER = Long.MAX_VALUE;

  private final Logger logger;
  private final GRPCLogger settings;
  private final PayloadPrinter payloads;
  private final Ticker ticker;
  private final DoubleSupplier random;
  private final long slowNanos;
  private final boolean mdc;

  CallLines(GRPCLogger settings, Ticker ticker, DoubleSupplier random) {
    this.logger = LoggerFactory.getLogger(settings.logger());
    this.settings = settings;
    this.payloads =
        new PayloadPrinter(
            new RedactedFields(settings.redactedFields()), settings.maxPayloadSize());
    this.ticker = ticker;
    this.random = random;
    Duration slow = settings.slowCallThreshold();
    this.slowNanos = slow == null ? NEVER : slow.toNanos();
    this.mdc = settings.mdc().isOn();
  }

  static CallLines of(GRPCLogger settings) {
    return new CallLines(settings, Ticker.system(), () -> ThreadLocalRandom.current().nextDouble());
  }

  boolean usesMdc() {
    return mdc;
  }

  long now() {
    return ticker.read();
  }

  /** Decides at the start of a call whether it is one of those that are logged when all is well. */
  boolean takesSample() {
    double share = settings.sampling();
    return share >= 1 || (share > 0 && random.getAsDouble() < share);
  }

  void call(LoggedCall call, Status status, Attributes connection) {
    boolean slow = call.isUnary() && call.nanos() > slowNanos;
    if (status.isOk() && !slow && !call.isSampled()) {
      return;
    }
    Level level = slow || call.side().isFault(status.getCode()) ? atLeastWarn() : settings.level();
    if (logger.isEnabledForLevel(level)) {
      CallEnd end = new CallEnd(call, status, slow, peer(connection), call.principal());
      write(call, level, settings.format().call(end));
    }
  }

  void message(LoggedCall call, MessageLine.Kind kind, int number, Object message) {
    if (settings.logs(kind) && call.isSampled() && logger.isEnabledForLevel(settings.level())) {
      MessageLine line = new MessageLine(call, kind, number, payloads.print(message));
      write(call, settings.level(), settings.format().message(line));
    }
  }

  private Level atLeastWarn() {
    return settings.level() == Level.ERROR ? Level.ERROR : Level.WARN;
  }

  /** With the MDC of the call, wherever it ends. */
  private void write(LoggedCall call, Level level, String line) {
    MdcScope scope = call.isInMdc() ? MdcScope.none() : call.enter();
    try {
      switch (level) {
        case ERROR -> logger.error(line);
        case WARN -> logger.warn(line);
        case INFO -> logger.info(line);
        case DEBUG -> logger.debug(line);
        case TRACE -> logger.trace(line);
      }
    } finally {
      scope.exit();
    }
  }

  private static String peer(Attributes connection) {
    return PeerAddress.describe(connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
  }
}
