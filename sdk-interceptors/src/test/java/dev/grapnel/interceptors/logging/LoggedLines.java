package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.grapnel.core.lifecycle.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The lines of one interceptor, which writes them to a logger of its own. */
final class LoggedLines {

  private final String name = "test." + UUID.randomUUID();
  private final Logger logger = (Logger) LoggerFactory.getLogger(name);
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

  /** One line with its level and the MDC it was written with. */
  record Line(Level level, String text, Map<String, String> mdc) {}

  LoggedLines() {
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(
                new Line(
                    Level.valueOf(event.getLevel().toString()),
                    event.getFormattedMessage(),
                    Map.copyOf(event.getMDCPropertyMap())));
          }
        };
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
    logger.setLevel(ch.qos.logback.classic.Level.TRACE);
  }

  void threshold(ch.qos.logback.classic.Level level) {
    logger.setLevel(level);
  }

  GRPCLogger.Builder settings() {
    return GRPCLogger.builder().logger(name);
  }

  LoggingInterceptor interceptor() {
    return LoggingInterceptor.of(settings().build());
  }

  /** With the placeholders that are the same in each run. */
  LoggingInterceptor interceptor(String pattern) {
    return LoggingInterceptor.of(settings().format(LogFormat.text(pattern)).build());
  }

  /** With time and chance of the test. */
  static LoggingInterceptor interceptor(GRPCLogger settings, Ticker ticker, double... chances) {
    int[] next = {0};
    return LoggingInterceptor.of(
        new CallLines(settings, ticker, () -> chances[next[0]++ % chances.length]));
  }

  /** The next line, which may come a moment after the answer. */
  Line next() {
    try {
      Line line = lines.poll(10, TimeUnit.SECONDS);
      assertThat(line).as("a line within 10 s").isNotNull();
      return line;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  List<String> next(int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(next().text());
    }
    return texts;
  }

  /** Those that nobody took; nothing may be running any more. */
  List<Line> left() {
    return List.copyOf(lines);
  }
}
