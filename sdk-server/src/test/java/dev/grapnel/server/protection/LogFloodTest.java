package dev.grapnel.server.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogFloodTest {

  private final AtomicLong now = new AtomicLong();
  private final Logger first = Logger.getLogger("test.flood.First");
  private final Logger second = Logger.getLogger("test.flood.Second");
  private final LogFlood.Limits limits =
      new LogFlood.Limits(List.of("test.flood.First", "test.flood.Second"), now::get);

  @AfterEach
  void tidy() {
    first.setFilter(null);
    second.setFilter(null);
  }

  @Test
  void eachLoggerHasTenLinesAMinuteAndTellsOfTheRest() {
    try (AllLogs log = new AllLogs();
        LogFlood flood = LogFlood.limit(limits)) {
      flood(first, 1000);
      second.warning("another logger");
      assertThat(log.lines("bad frame")).hasSize(10);
      assertThat(log.lines("another logger")).hasSize(1);
      assertThat(flood.vital().value().getAsDouble()).isEqualTo(990);

      now.addAndGet(Duration.ofMinutes(1).toNanos());
      flood(first, 1);
      assertThat(log.lines("bad frame")).hasSize(11);
      assertThat(log.lines("left out"))
          .singleElement()
          .asString()
          .contains("990 lines of the logger test.flood.First were left out");
    }
  }

  @Test
  void tellsWhatItLeftOutWhenTheLastServerClosesAndPutsTheLoggersBack() {
    Filter own = line -> !line.getMessage().contains("secret");
    first.setFilter(own);
    try (AllLogs log = new AllLogs()) {
      LogFlood one = LogFlood.limit(limits);
      LogFlood other = LogFlood.limit(limits);
      first.warning("a secret");
      flood(first, 12);
      one.close();
      one.close();
      assertThat(log.lines("left out")).isEmpty();
      other.close();

      assertThat(log.lines("2 lines of the logger test.flood.First were left out")).hasSize(1);
      assertThat(log.lines("secret")).isEmpty();
      assertThat(first.getFilter()).isSameAs(own);
      assertThat(second.getFilter()).isNull();
    }
  }

  @Test
  void leavesAFilterThatCameLaterInPlaceAndLetsAllThrough() {
    try (AllLogs log = new AllLogs()) {
      LogFlood flood = LogFlood.limit(limits);
      Filter ours = first.getFilter();
      Filter around = line -> ours.isLoggable(line) && !line.getMessage().isEmpty();
      first.setFilter(around);
      flood.close();
      flood(first, 30);

      assertThat(first.getFilter()).isSameAs(around);
      assertThat(log.lines("bad frame")).hasSize(30);

      LogFlood next = LogFlood.limit(limits);
      flood(first, 30);
      next.close();
      assertThat(first.getFilter()).isSameAs(around);
      assertThat(log.lines("bad frame")).hasSize(40);
    }
  }

  @Test
  void doesNotLimitWhatSomebodyAskedForAtFine() {
    first.setLevel(Level.FINE);
    try (AllLogs log = new AllLogs();
        LogFlood flood = LogFlood.limit(limits)) {
      for (int i = 0; i < 30; i++) {
        first.fine("detail");
      }
      assertThat(log.lines("detail")).hasSize(30);
      assertThat(flood.vital().value().getAsDouble()).isZero();
    } finally {
      first.setLevel(null);
    }
  }

  @Test
  void limitsAgainForTheNextServer() {
    LogFlood.limit(limits).close();
    try (AllLogs log = new AllLogs();
        LogFlood flood = LogFlood.limit(limits)) {
      flood(first, 20);
      assertThat(log.lines("bad frame")).hasSize(10);
      assertThat(flood.vital().name()).isEqualTo("grpc.server.log.suppressed");
    }
  }

  private static void flood(Logger logger, int lines) {
    for (int i = 0; i < lines; i++) {
      logger.warning("bad frame");
    }
  }
}
