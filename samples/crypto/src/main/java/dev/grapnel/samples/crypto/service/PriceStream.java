package dev.grapnel.samples.crypto.service;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.crypto.market.Market;
import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One reader of prices.
 *
 * <p>Nothing is queued for a reader that is too slow: a round ends where the reader is not ready,
 * and goes on with the prices of then as soon as it is. Rounds come from the schedule's threads and
 * from gRPC's, hence the locks.
 */
final class PriceStream {

  private final List<String> symbols;
  private final Market market;
  private final ServerCallStreamObserver<PriceUpdate> reader;
  private final Map<String, BigDecimal> sent = new HashMap<>();

  private boolean behind;
  private boolean ended;

  PriceStream(List<String> symbols, Market market, ServerCallStreamObserver<PriceUpdate> reader) {
    this.symbols = symbols;
    this.market = market;
    this.reader = reader;
  }

  /** Sends each price that is not what was sent last. */
  synchronized void round() {
    behind = false;
    for (String symbol : symbols) {
      market.newest(symbol).filter(this::isNews).ifPresent(this::sendIfReady);
    }
  }

  /** Ends a round that had to stop. */
  synchronized void goOn() {
    if (behind) {
      round();
    }
  }

  /** The reader has left. */
  synchronized void cancelled() {
    ended = true;
  }

  /** We leave. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      reader.onError(
          RpcException.of(Status.Code.UNAVAILABLE, "the price service is shutting down"));
    }
  }

  private boolean isNews(Coin coin) {
    BigDecimal last = sent.get(coin.symbol());
    return last == null || last.compareTo(coin.currentPriceUsd()) != 0;
  }

  private void sendIfReady(Coin coin) {
    if (ended) {
      return;
    }
    if (!reader.isReady()) {
      behind = true;
      return;
    }
    reader.onNext(Converters.priceUpdate(coin));
    sent.put(coin.symbol(), coin.currentPriceUsd());
  }
}
