package dev.grapnel.samples.crypto.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.samples.crypto.model.Coin;
import dev.grapnel.samples.crypto.model.Movement;
import dev.grapnel.samples.crypto.model.Receipt;
import dev.grapnel.samples.crypto.model.Wallet;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What the ledger promises on every database. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LedgerContract {

  private static final int THREADS = 64;

  private Database database;
  private CoinRepository coins;
  private WalletRepository wallets;
  private Ledger ledger;

  abstract DatabaseAddress freshDatabase();

  @BeforeAll
  void open() {
    // One for each thread and one for the test: nobody queues for connections, all for the locks.
    database = Database.open(freshDatabase(), THREADS + 1);
    coins = new CoinRepository(database);
    wallets = new WalletRepository(database);
    ledger = new Ledger(database);
    openConnections(THREADS);
  }

  /** One inside the other: a slow machine takes a while for each, and the pool is not patient. */
  private void openConnections(int left) {
    if (left > 0) {
      database.read(
          handle -> {
            openConnections(left - 1);
            return left;
          });
    }
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void depositsIntoAnExistingWallet() {
    Receipt receipt = ledger.make(Movement.deposit("d1", coin("USDT"), new BigDecimal("0.25"), 1));

    assertThat(receipt.to().orElseThrow().balance()).isEqualByComparingTo("25000.25");
    assertThat(receipt.to()).isEqualTo(wallets.find(1, "USDT"));
    assertThat(receipt.from()).isEmpty();
  }

  @Test
  void createsTheWalletOfAFirstDeposit() {
    ledger.make(Movement.deposit("d2", coin("XMR"), new BigDecimal("0.000000000000000001"), 1));

    assertThat(balance(1, "XMR")).isEqualByComparingTo("0.000000000000000001");
  }

  @Test
  void withdrawsTheWholeBalanceButNoMore() {
    ledger.make(Movement.deposit("w1", coin("DOT"), BigDecimal.TEN, 1));

    assertThatThrownBy(
            () -> ledger.make(withdrawal("w2", "DOT", new BigDecimal("10.000000000000000001"))))
        .isInstanceOf(StoreException.Overdraft.class)
        .hasMessage("the balance of 10 DOT is smaller than 10.000000000000000001");
    Receipt receipt = ledger.make(withdrawal("w3", "DOT", BigDecimal.TEN));

    assertThat(receipt.from().orElseThrow().balance()).isZero();
    assertThat(balance(1, "DOT")).isZero();
  }

  @Test
  void refusesToOverdrawAWalletThatIsMissing() {
    assertThatThrownBy(() -> ledger.make(transfer("o1", "KAS", "1", 1, 2)))
        .isInstanceOf(StoreException.Overdraft.class);

    assertThat(wallets.find(2, "KAS")).isEmpty();
  }

  @Test
  void refusesABalanceThatTheDatabaseCannotHold() {
    BigDecimal most = new BigDecimal("99999999999999999999.999999999999999999");
    ledger.make(Movement.deposit("l1", coin("PEPE"), most, 1));

    assertThatThrownBy(() -> ledger.make(Movement.deposit("l2", coin("PEPE"), BigDecimal.ONE, 1)))
        .isInstanceOf(StoreException.BalanceLimit.class);
    assertThat(balance(1, "PEPE")).isEqualByComparingTo(most);
  }

  @Test
  void answersARepeatedMovementAsTheFirstTime() {
    Receipt first = ledger.make(Movement.deposit("r1", coin("UNI"), new BigDecimal("2.50"), 1));
    ledger.make(Movement.deposit("r2", coin("UNI"), BigDecimal.ONE, 1));

    Receipt again = ledger.make(Movement.deposit("r1", coin("UNI"), new BigDecimal("2.5"), 1));

    assertThat(again).isEqualTo(first);
    assertThat(balance(1, "UNI")).isEqualByComparingTo("3.5");
  }

  @Test
  void answersARepeatedWithdrawalThoughTheBalanceIsGone() {
    ledger.make(Movement.deposit("g1", coin("APT"), BigDecimal.ONE, 1));
    Receipt first = ledger.make(withdrawal("g2", "APT", BigDecimal.ONE));

    assertThat(ledger.make(withdrawal("g2", "APT", BigDecimal.ONE))).isEqualTo(first);
  }

  @Test
  void refusesAnIdOfAnotherMovement() {
    ledger.make(Movement.deposit("t1", coin("FIL"), BigDecimal.ONE, 1));

    List<Movement> others =
        List.of(
            Movement.deposit("t1", coin("FIL"), BigDecimal.TEN, 1),
            Movement.deposit("t1", coin("FIL"), BigDecimal.ONE, 2),
            Movement.deposit("t1", coin("OP"), BigDecimal.ONE, 1),
            withdrawal("t1", "FIL", BigDecimal.ONE),
            transfer("t1", "FIL", "1", 1, 2));

    assertThat(others)
        .allSatisfy(
            other ->
                assertThatThrownBy(() -> ledger.make(other))
                    .isInstanceOf(StoreException.TransactionIdTaken.class));
    assertThat(balance(1, "FIL")).isOne();
    assertThat(wallets.find(2, "FIL")).isEmpty();
  }

  @Test
  void appliesConcurrentDuplicatesOnce() throws Exception {
    Movement movement = Movement.deposit("c1", coin("INJ"), BigDecimal.ONE, 3);

    List<Receipt> receipts = together(32, ignored -> ledger.make(movement));

    assertThat(receipts).containsOnly(receipts.get(0));
    assertThat(balance(3, "INJ")).isOne();
  }

  @Test
  void letsOneOfManyDifferentMovementsHaveTheId() throws Exception {
    Coin stx = coin("STX");

    List<String> outcomes =
        together(
            24,
            number -> {
              try {
                ledger.make(Movement.deposit("c2", stx, BigDecimal.ONE, 1 + number % 3));
                return "made";
              } catch (StoreException.TransactionIdTaken e) {
                return "taken";
              }
            });

    assertThat(outcomes).filteredOn("made"::equals).hasSize(8);
    BigDecimal sum = totals().get("STX");
    assertThat(sum).isOne();
  }

  @Test
  void createsOneWalletForManyFirstDeposits() throws Exception {
    Coin grt = coin("GRT");

    together(32, number -> ledger.make(Movement.deposit("f" + number, grt, BigDecimal.ONE, 2)));

    assertThat(balance(2, "GRT")).isEqualByComparingTo("32");
  }

  @Test
  void keepsEveryTotalThroughManyTransfersAtOnce() throws Exception {
    Map<String, BigDecimal> before = totals();
    List<Coin> moved = Stream.of("BTC", "ETH", "SOL", "ADA", "SHIB").map(this::coin).toList();

    List<Integer> overdrafts = together(THREADS, number -> transfers(number, 200, moved));

    assertThat(totals()).isEqualTo(before);
    assertThat(overdrafts.stream().mapToInt(Integer::intValue).sum()).isBetween(1, THREADS * 100);
    assertThat(everyWallet()).allSatisfy(wallet -> assertThat(wallet.balance()).isNotNegative());
  }

  /** Makes random transfers among the seeded users and counts those that had too little. */
  private int transfers(int seed, int count, List<Coin> moved) {
    Random random = new Random(seed);
    int overdrafts = 0;
    for (int i = 0; i < count; i++) {
      long from = 1L + random.nextInt(3);
      long to = 1 + (from + random.nextInt(2)) % 3;
      BigDecimal amount = new BigDecimal(new BigInteger(59, random).add(BigInteger.ONE), 18);
      Coin coin = moved.get(random.nextInt(moved.size()));
      try {
        ledger.make(Movement.transfer("x%d-%d".formatted(seed, i), coin, amount, from, to));
      } catch (StoreException.Overdraft e) {
        overdrafts++;
      }
    }
    return overdrafts;
  }

  private interface Task<T> {
    T run(int number) throws Exception;
  }

  private static <T> List<T> together(int threads, Task<T> task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<T>> tasks =
          IntStream.range(0, threads)
              .<Callable<T>>mapToObj(number -> () -> task.run(number))
              .toList();
      List<T> results = new ArrayList<>();
      for (Future<T> result : executor.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  private List<Wallet> everyWallet() {
    return Stream.of(1L, 2L, 3L).flatMap(user -> wallets.list(user).stream()).toList();
  }

  private Map<String, BigDecimal> totals() {
    Map<String, BigDecimal> totals = new TreeMap<>();
    everyWallet().forEach(w -> totals.merge(w.symbol(), w.balance(), BigDecimal::add));
    return totals;
  }

  private Coin coin(String symbol) {
    return coins.find(symbol).orElseThrow();
  }

  private BigDecimal balance(long user, String symbol) {
    return wallets.find(user, symbol).orElseThrow().balance();
  }

  private Movement withdrawal(String id, String symbol, BigDecimal amount) {
    return Movement.withdrawal(id, coin(symbol), amount, 1);
  }

  private Movement transfer(String id, String symbol, String amount, long from, long to) {
    return Movement.transfer(id, coin(symbol), new BigDecimal(amount), from, to);
  }
}
