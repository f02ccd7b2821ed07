package dev.grapnel.samples.crypto.market;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.store.CoinRepository;
import dev.grapnel.samples.crypto.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the prices move, in the database and on a board in memory.
 *
 * <p>Streams read the board, so that a thousand of them cost the database nothing.
 */
public final class Market {

  private static final Logger logger = LoggerFactory.getLogger(Market.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final CoinRepository coins;
  private final PriceWalk walk;

  private volatile Map<String, Coin> board;
  private boolean halted;

  /** Puts the coins as they are on the board. */
  public Market(CoinRepository coins, PriceWalk walk) {
    this.coins = coins;
    this.walk = walk;
    this.board = bySymbol(coins.all());
  }

  /** Lets the prices move from now on. */
  public void start(Schedule schedule) {
    schedule.every(PERIOD, this::tick);
  }

  /** The coin as it was last seen, by its symbol in capitals. */
  public Optional<Coin> newest(String symbol) {
    return Optional.ofNullable(board.get(symbol));
  }

  /** Moves all prices once; while the database is away they stand still. */
  synchronized void tick() {
    try {
      List<Coin> moved = walk.step(coins.all());
      coins.saveMarketData(moved);
      board = bySymbol(moved);
      if (halted) {
        logger.info("prices move again");
      }
      halted = false;
    } catch (StoreException.Unavailable | StoreException.Contention e) {
      if (!halted) {
        logger.warn("prices stand still: {}", e.getMessage());
      }
      halted = true;
    }
  }

  private static Map<String, Coin> bySymbol(List<Coin> coins) {
    return coins.stream().collect(toUnmodifiableMap(Coin::symbol, Function.identity()));
  }
}
