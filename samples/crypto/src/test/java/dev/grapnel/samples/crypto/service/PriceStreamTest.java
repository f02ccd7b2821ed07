package dev.grapnel.samples.crypto.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.samples.crypto.market.ManualSchedule;
import dev.grapnel.samples.crypto.market.Market;
import dev.grapnel.samples.crypto.market.PriceWalk;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.samples.crypto.store.CoinRepository;
import dev.grapnel.samples.crypto.store.Database;
import dev.grapnel.samples.crypto.store.DatabaseAddress;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PriceStreamTest {

  private final ManualSchedule schedule = new ManualSchedule();
  private final Database database = Database.open(DatabaseAddress.inMemory(), 2);
  private final Market market =
      new Market(
          new CoinRepository(database), new PriceWalk(new Random(1), InstantSource.system()));
  private final Reader reader = new Reader();
  private final PriceStream stream = new PriceStream(List.of("BTC", "ETH"), market, reader);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void sendsASlowReaderTheNewestPriceLater() {
    market.start(schedule);
    reader.room = 1;
    stream.round();
    assertThat(reader.read).extracting(PriceUpdate::getSymbol).containsExactly("BTC");

    for (int i = 0; i < 10; i++) {
      schedule.pass(Duration.ofSeconds(1));
      stream.round();
    }
    assertThat(reader.read).hasSize(1);

    reader.room = 2;
    stream.goOn();

    assertThat(reader.read).extracting(PriceUpdate::getSymbol).containsExactly("BTC", "BTC", "ETH");
    assertThat(reader.read.get(2).getPriceUsd())
        .isEqualTo(Converters.priceUpdate(market.newest("ETH").orElseThrow()).getPriceUsd());
  }

  @Test
  void sendsNothingMoreWhenNothingIsOwed() {
    reader.room = 100;
    stream.round();

    stream.goOn();
    stream.round();

    assertThat(reader.read).hasSize(2);
  }

  @Test
  void sendsNothingAfterItsEnd() {
    reader.room = 100;
    stream.end();
    stream.end();
    stream.round();

    assertThat(reader.read).isEmpty();
    assertThat(reader.failures).hasSize(1);
    assertThat(Status.fromThrowable(reader.failures.get(0)).getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void doesNotEndACallThatWasCancelled() {
    stream.cancelled();
    stream.end();

    assertThat(reader.failures).isEmpty();
  }

  /** A reader that has room for so many messages. */
  private static final class Reader extends ServerCallStreamObserver<PriceUpdate> {
    final List<PriceUpdate> read = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    int room;

    @Override
    public boolean isReady() {
      return room > 0;
    }

    @Override
    public void onNext(PriceUpdate update) {
      room--;
      read.add(update);
    }

    @Override
    public void onError(Throwable failure) {
      failures.add(failure);
    }

    @Override
    public void onCompleted() {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public void disableAutoInboundFlowControl() {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}
  }
}
