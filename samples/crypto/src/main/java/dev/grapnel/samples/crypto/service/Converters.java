package dev.grapnel.samples.crypto.service;

import static dev.grapnel.samples.crypto.model.Decimals.plain;

import com.google.protobuf.Timestamp;
import dev.grapnel.samples.crypto.model.MarketStats;
import dev.grapnel.samples.crypto.model.Page;
import dev.grapnel.samples.crypto.model.Portfolio;
import dev.grapnel.samples.crypto.model.Position;
import dev.grapnel.samples.crypto.proto.Coin;
import dev.grapnel.samples.crypto.proto.ListCoinsResponse;
import dev.grapnel.samples.crypto.proto.MarketStatsResponse;
import dev.grapnel.samples.crypto.proto.PortfolioPosition;
import dev.grapnel.samples.crypto.proto.PortfolioResponse;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import dev.grapnel.samples.crypto.proto.Wallet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/** Turns the model into messages. */
final class Converters {

  private static final int USD_DIGITS = 8;

  private Converters() {}

  static Coin coin(dev.grapnel.samples.crypto.model.Coin coin) {
    return Coin.newBuilder()
        .setId(coin.id())
        .setSymbol(coin.symbol())
        .setName(coin.name())
        .setSlug(coin.slug())
        .setRank(coin.rank())
        .setCurrentPriceUsd(plain(coin.currentPriceUsd()))
        .setMarketCapUsd(plain(coin.marketCapUsd()))
        .setVolume24HUsd(plain(coin.volume24hUsd()))
        .setChange24HPercent(plain(coin.change24hPercent()))
        .setCirculatingSupply(plain(coin.circulatingSupply()))
        .setIsTradable(coin.tradable())
        .setCreatedAt(timestamp(coin.createdAt()))
        .setUpdatedAt(timestamp(coin.updatedAt()))
        .build();
  }

  static List<Coin> coins(List<dev.grapnel.samples.crypto.model.Coin> coins) {
    return coins.stream().map(Converters::coin).toList();
  }

  static ListCoinsResponse coinPage(Page<dev.grapnel.samples.crypto.model.Coin> page) {
    return ListCoinsResponse.newBuilder()
        .setSuccess(true)
        .addAllCoins(coins(page.items()))
        .setTotal(page.total())
        .setPage(page.number())
        .setPageSize(page.size())
        .setTotalPages(page.totalPages())
        .setHasNext(page.hasNext())
        .build();
  }

  static PriceUpdate priceUpdate(dev.grapnel.samples.crypto.model.Coin coin) {
    return PriceUpdate.newBuilder()
        .setSymbol(coin.symbol())
        .setPriceUsd(plain(coin.currentPriceUsd()))
        .setChange24HPercent(plain(coin.change24hPercent()))
        .setMarketCapUsd(plain(coin.marketCapUsd()))
        .setVolume24HUsd(plain(coin.volume24hUsd()))
        .setTimestamp(timestamp(coin.updatedAt()))
        .build();
  }

  static Wallet wallet(dev.grapnel.samples.crypto.model.Wallet wallet) {
    return Wallet.newBuilder()
        .setId(wallet.id())
        .setUserId(wallet.userId())
        .setSymbol(wallet.symbol())
        .setCoinName(wallet.coinName())
        .setBalance(plain(wallet.balance()))
        .setCreatedAt(timestamp(wallet.createdAt()))
        .setUpdatedAt(timestamp(wallet.updatedAt()))
        .build();
  }

  static PortfolioResponse portfolio(Portfolio portfolio) {
    PortfolioResponse.Builder response =
        PortfolioResponse.newBuilder()
            .setSuccess(true)
            .setUserId(portfolio.userId())
            .setTotalValueUsd(usd(portfolio.totalValueUsd()))
            .setChange24HUsd(usd(portfolio.change24hUsd()))
            .setChange24HPercent(plain(portfolio.change24hPercent()));
    for (Position position : portfolio.positions()) {
      response.addPositions(
          PortfolioPosition.newBuilder()
              .setWallet(wallet(position.wallet()))
              .setPriceUsd(plain(position.priceUsd()))
              .setValueUsd(usd(position.valueUsd()))
              .setChange24HPercent(plain(position.change24hPercent()))
              .setSharePercent(plain(portfolio.sharePercent(position))));
    }
    return response.build();
  }

  static MarketStatsResponse marketStats(MarketStats stats) {
    return MarketStatsResponse.newBuilder()
        .setSuccess(true)
        .setTotalCoins(stats.totalCoins())
        .setTotalMarketCapUsd(plain(stats.totalMarketCapUsd()))
        .setTotalVolume24HUsd(plain(stats.totalVolume24hUsd()))
        .setBtcDominancePercent(plain(stats.btcDominancePercent()))
        .setAverageChange24HPercent(plain(stats.averageChange24hPercent()))
        .setCoinsUp(stats.coinsUp())
        .setCoinsDown(stats.coinsDown())
        .setUpdatedAt(timestamp(stats.updatedAt()))
        .build();
  }

  /** Products of balance and price have up to 36 decimals, of which nobody wants the last ones. */
  private static String usd(BigDecimal value) {
    return plain(value.setScale(USD_DIGITS, RoundingMode.HALF_EVEN));
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
