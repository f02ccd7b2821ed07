package dev.grapnel.samples.crypto.store;

import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.model.MarketStats;
import dev.grapnel.samples.crypto.model.Page;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The coins and their market data. */
public final class CoinRepository {

  private static final String SELECT =
      """
      SELECT id, symbol, name, slug, market_rank AS rank, current_price_usd, price_24h_ago_usd,
             market_cap_usd, volume_24h_usd, change_24h_percent, circulating_supply,
             volatility_percent, is_tradable AS tradable, created_at, updated_at
      FROM coins
      """;

  private static final RowMapper<Coin> COIN = ConstructorMapper.of(Coin.class);

  private final Database database;

  /** Reads and writes one database. */
  public CoinRepository(Database database) {
    this.database = database;
  }

  /** Finds a coin by its symbol in capitals. */
  public Optional<Coin> find(String symbol) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + "WHERE symbol = :symbol")
                .bind("symbol", symbol)
                .map(COIN)
                .findOne());
  }

  /** All coins, by id. */
  public List<Coin> all() {
    return database.read(handle -> handle.createQuery(SELECT + "ORDER BY id").map(COIN).list());
  }

  /** One page of all coins, by rank. */
  public Page<Coin> page(int number, int size) {
    return database.read(handle -> page(handle, "%", number, size));
  }

  /** The first coins, by rank, whose name or symbol contains a text in any case. */
  public Page<Coin> search(String text, int limit) {
    return database.read(handle -> page(handle, "%" + escaped(text) + "%", 1, limit));
  }

  /** The coins that gained most in 24 hours. */
  public List<Coin> gainers(int limit) {
    return first("WHERE change_24h_percent > 0 ORDER BY change_24h_percent DESC, id", limit);
  }

  /** The coins that lost most in 24 hours. */
  public List<Coin> losers(int limit) {
    return first("WHERE change_24h_percent < 0 ORDER BY change_24h_percent, id", limit);
  }

  /** Sums and averages over all coins. */
  public MarketStats stats() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT COUNT(*) AS total_coins,
                           SUM(market_cap_usd) AS total_market_cap_usd,
                           SUM(volume_24h_usd) AS total_volume_24h_usd,
                           SUM(CASE WHEN symbol = 'BTC' THEN market_cap_usd ELSE 0 END)
                             AS btc_market_cap_usd,
                           ROUND(AVG(change_24h_percent), 4) AS average_change_24h_percent,
                           COUNT(CASE WHEN change_24h_percent > 0 THEN 1 END) AS coins_up,
                           COUNT(CASE WHEN change_24h_percent < 0 THEN 1 END) AS coins_down,
                           MAX(updated_at) AS updated_at
                    FROM coins
                    """)
                .map(ConstructorMapper.of(MarketStats.class))
                .one());
  }

  /** Writes the market data of all these coins, wholly or not at all, in one batch. */
  public void saveMarketData(List<Coin> coins) {
    database.inTransaction(
        handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  """
                  UPDATE coins
                  SET market_rank = :rank,
                      current_price_usd = :currentPriceUsd,
                      price_24h_ago_usd = :price24hAgoUsd,
                      market_cap_usd = :marketCapUsd,
                      volume_24h_usd = :volume24hUsd,
                      change_24h_percent = :change24hPercent,
                      updated_at = :updatedAt
                  WHERE id = :id
                  """);
          coins.forEach(coin -> batch.bindMethods(coin).add());
          return batch.execute();
        });
  }

  private List<Coin> first(String filterAndOrder, int limit) {
    return database.read(
        handle ->
            handle
                .createQuery(SELECT + filterAndOrder + " LIMIT :limit")
                .bind("limit", limit)
                .map(COIN)
                .list());
  }

  private static Page<Coin> page(Handle handle, String pattern, int number, int size) {
    String matching =
        "WHERE LOWER(name) LIKE :pattern ESCAPE '!' OR LOWER(symbol) LIKE :pattern ESCAPE '!'";
    int total =
        handle
            .createQuery("SELECT COUNT(*) FROM coins " + matching)
            .bind("pattern", pattern)
            .mapTo(Integer.class)
            .one();
    List<Coin> items =
        handle
            .createQuery(
                SELECT + matching + " ORDER BY market_rank, id LIMIT :size OFFSET :skipped")
            .bind("pattern", pattern)
            .bind("size", size)
            .bind("skipped", (number - 1L) * size)
            .map(COIN)
            .list();
    return new Page<>(items, total, number, size);
  }

  /** Makes LIKE's wildcards mean themselves. */
  private static String escaped(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
  }
}
