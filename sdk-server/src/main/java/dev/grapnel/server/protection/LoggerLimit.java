package dev.grapnel.server.protection;

import dev.grapnel.core.lifecycle.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Lets a few lines a minute of one logger through, and tells how many it left out. */
final class LoggerLimit implements Filter {

  static final int LINES = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final org.slf4j.Logger notices = LoggerFactory.getLogger("grpc.server");

  /** Held here: java.util.logging forgets a logger, and its filter, that nobody holds. */
  private final Logger logger;

  private final Ticker ticker;
  private final LongAdder all;

  private final @Nullable Filter before;

  // Guarded by this.
  private boolean active = true;
  private long since;
  private int lines;
  private long leftOut;

  private LoggerLimit(Logger logger, Ticker ticker, LongAdder all) {
    this.logger = logger;
    this.ticker = ticker;
    this.all = all;
    this.before = logger.getFilter();
    this.since = ticker.read();
  }

  /** New each time: an old one may still be inside of a filter that is there now. */
  static LoggerLimit install(String name, Ticker ticker, LongAdder all) {
    Logger logger = Logger.getLogger(name);
    LoggerLimit limit = new LoggerLimit(logger, ticker, all);
    logger.setFilter(limit);
    return limit;
  }

  /** One that somebody put around this one meanwhile stays; this one then lets all through. */
  void remove() {
    long untold;
    synchronized (this) {
      active = false;
      untold = leftOut;
      leftOut = 0;
      if (logger.getFilter() == this) {
        logger.setFilter(before);
      }
    }
    tell(untold);
  }

  /** What is below INFO was asked for by somebody who wants all of it. */
  @Override
  public boolean isLoggable(LogRecord line) {
    if (before != null && !before.isLoggable(line)) {
      return false;
    }
    long untold = 0;
    boolean passes;
    synchronized (this) {
      if (!active || line.getLevel().intValue() < Level.INFO.intValue()) {
        return true;
      }
      long now = ticker.read();
      if (now - since >= WINDOW.toNanos()) {
        since = now;
        lines = 0;
        untold = leftOut;
        leftOut = 0;
      }
      passes = lines < LINES;
      if (passes) {
        lines++;
      } else {
        leftOut++;
        all.increment();
      }
    }
    tell(untold);
    return passes;
  }

  private void tell(long untold) {
    if (untold > 0) {
      notices.warn(
          "{} lines of the logger {} were left out: it gets {} a minute",
          untold,
          logger.getName(),
          LINES);
    }
  }
}
