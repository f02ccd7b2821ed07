package dev.grapnel.interceptors.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.testing.time.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshingTokenSourceTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final VirtualClock clock = VirtualClock.create();
  private final BlockingQueue<Callable<Token>> answers = new LinkedBlockingQueue<>();
  private final AtomicInteger fetches = new AtomicInteger();
  private final Semaphore begun = new Semaphore(0);
  private final RefreshingTokenSource source =
      new RefreshingTokenSource(this::fetch, Duration.ofSeconds(60), clock, LONG);

  /** Waits for the test to say how it ends. */
  private Token fetch() throws Exception {
    fetches.incrementAndGet();
    begun.release();
    return answers.take().call();
  }

  @Test
  void fetchesOnceForManyCalls() throws Exception {
    List<CompletableFuture<Token>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiting.add(ask());
    }
    assertThat(waiting).allSatisfy(each -> assertThat(each).isNotDone());

    answers.add(() -> token("a", HOUR));

    for (CompletableFuture<Token> each : waiting) {
      assertThat(await(each).value()).isEqualTo("a");
    }
    assertThat(ask().getNow(null).value()).isEqualTo("a");
    assertThat(fetches).hasValue(1);
  }

  @Test
  void givesATokenHoweverFastItIsFetched() throws Exception {
    TokenSource fast =
        new RefreshingTokenSource(() -> token("a", HOUR), Duration.ZERO, clock, LONG);
    for (int i = 0; i < 2000; i++) {
      assertThat(await(fast.token().toCompletableFuture()).value()).isEqualTo("a");
      clock.advance(HOUR);
    }
  }

  @Test
  void fetchesNothingBeforeItIsAsked() {
    assertThat(fetches).hasValue(0);
  }

  @Test
  void fetchesOnADaemonThreadOfItsOwn() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    answers.add(
        () -> {
          thread.complete(Thread.currentThread());
          return token("a", HOUR);
        });
    await(ask());

    assertThat(thread.get().isDaemon()).isTrue();
    assertThat(thread.get().getName()).isEqualTo("grpc-token");
  }

  @ParameterizedTest
  @CsvSource({"3600, 3540", "600, 540", "100, 80", "10, 8"})
  void refreshesAheadOfTheEnd(long life, long refresh) throws Exception {
    hold("a", Duration.ofSeconds(life));

    clock.advance(Duration.ofSeconds(refresh).minusNanos(1));
    assertThat(ask().getNow(null).value()).isEqualTo("a");
    assertThat(fetches).hasValue(1);

    clock.advance(Duration.ofNanos(1));
    assertThat(ask().getNow(null).value()).isEqualTo("a");
    begun.acquire();
    assertThat(fetches).hasValue(2);
    replaceBy("b");
  }

  @Test
  void keepsAValidTokenWhileARefreshFails() throws Exception {
    hold("a", HOUR);
    clock.advance(Duration.ofMinutes(59));

    assertThat(ask().getNow(null).value()).isEqualTo("a");
    begun.acquire();
    answers.add(() -> failing("down"));
    Instant end = clock.instant().plusSeconds(50);
    do {
      assertThat(clock.instant()).isBefore(end);
      assertThat(ask().getNow(null).value()).isEqualTo("a");
      clock.advance(Duration.ofMillis(10));
    } while (!begun.tryAcquire(1, TimeUnit.MILLISECONDS));

    replaceBy("b");
    assertThat(fetches).hasValue(3);
  }

  @Test
  void waitsForANewTokenOnceTheOldOneEnded() throws Exception {
    hold("a", HOUR);
    clock.advance(HOUR);

    CompletableFuture<Token> waiting = ask();
    assertThat(waiting).isNotDone();
    answers.add(() -> token("b", HOUR));

    assertThat(await(waiting).value()).isEqualTo("b");
  }

  @Test
  void failsCallsWithoutATokenAndBacksOff() throws Exception {
    int expected = 0;
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      CompletableFuture<Token> waiting = ask();
      answers.add(() -> failing("down"));
      assertThatThrownBy(() -> await(waiting)).hasRootCauseMessage("down");
      expected++;

      clock.advance(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(ask()).isCompletedExceptionally();
      assertThat(fetches).hasValue(expected);
      clock.advance(Duration.ofNanos(1));
    }

    hold("a", HOUR);
    clock.advance(HOUR);
    CompletableFuture<Token> again = ask();
    answers.add(() -> failing("down"));
    assertThatThrownBy(() -> await(again)).hasRootCauseMessage("down");
    clock.advance(RefreshingTokenSource.FIRST_RETRY);
    hold("b", HOUR);
  }

  @Test
  void takesNoTokenThatHasEndedNorNone() throws Exception {
    CompletableFuture<Token> ended = ask();
    answers.add(() -> token("s3cret", Duration.ZERO));
    assertThatThrownBy(() -> await(ended))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("ended already")
        .hasMessageNotContaining("s3cret");

    clock.advance(Duration.ofSeconds(1));
    CompletableFuture<Token> none = ask();
    answers.add(() -> null);
    assertThatThrownBy(() -> await(none)).isInstanceOf(ExecutionException.class);
  }

  @Test
  void survivesErrors() throws Exception {
    CompletableFuture<Token> waiting = ask();
    answers.add(
        () -> {
          throw new StackOverflowError("deep");
        });
    assertThatThrownBy(() -> await(waiting)).hasRootCauseMessage("deep");

    clock.advance(Duration.ofSeconds(1));
    hold("a", HOUR);
  }

  @Test
  void takesATimeoutOfTheFetchAsAFailureLikeOthers() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<Token> waiting = ask();
    var unused =
        waiting.whenComplete(
            (token, failure) -> interrupted.complete(Thread.currentThread().isInterrupted()));
    answers.add(
        () -> {
          throw new TimeoutException("slow login");
        });

    assertThatThrownBy(() -> await(waiting)).hasRootCauseMessage("slow login");
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void interruptsAFetchThatHangs() throws Exception {
    AtomicBoolean hung = new AtomicBoolean();
    CountDownLatch interrupted = new CountDownLatch(1);
    Callable<Token> hanging =
        () -> {
          hung.set(true);
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          throw new IOException("interrupted");
        };
    TokenSource impatient =
        new RefreshingTokenSource(hanging, Duration.ofSeconds(60), clock, Duration.ofMillis(50));

    // A fetch whose thread came too late was cancelled before it began: then once more.
    while (!hung.get()) {
      CompletableFuture<Token> waiting = impatient.token().toCompletableFuture();
      assertThatThrownBy(() -> await(waiting)).hasRootCauseInstanceOf(TimeoutException.class);
      clock.advance(RefreshingTokenSource.LAST_RETRY);
    }
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void letsNobodyElseCompleteATokenThatOthersWaitFor() throws Exception {
    ask().complete(token("forged", HOUR));
    CompletableFuture<Token> mine = ask();
    answers.add(() -> token("a", HOUR));

    assertThat(await(mine).value()).isEqualTo("a");
  }

  @Test
  void fetchesATokenWithoutEndOnce() throws Exception {
    CompletableFuture<Token> first = ask();
    answers.add(() -> new Token("a", Instant.MAX));
    await(first);
    clock.advance(Duration.ofDays(10_000));

    assertThat(ask().getNow(null).value()).isEqualTo("a");
  }

  @Test
  void givesAFixedTokenAtOnce() {
    TokenSource fixed = TokenSource.fixed("a");

    assertThat(fixed.token().toCompletableFuture()).isCompleted();
    assertThatThrownBy(() -> TokenSource.fixed("a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("a b");
    assertThatThrownBy(() -> TokenSource.refreshing(() -> null, Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Token("s3cret", Instant.MAX).toString()).doesNotContain("s3cret");
  }

  @Test
  void fetchesInRealTime() throws Exception {
    TokenSource real = TokenSource.refreshing(() -> new Token("a", Instant.now().plus(HOUR)));

    assertThat(await(real.token().toCompletableFuture()).value()).isEqualTo("a");
  }

  private CompletableFuture<Token> ask() {
    return source.token().toCompletableFuture();
  }

  private void hold(String value, Duration life) throws Exception {
    CompletableFuture<Token> waiting = ask();
    answers.add(() -> token(value, life));
    assertThat(await(waiting).value()).isEqualTo(value);
    begun.drainPermits();
  }

  /** The refresh runs in the background: the old token may be given for a moment. */
  private void replaceBy(String value) throws Exception {
    answers.add(() -> token(value, HOUR));
    long end = System.nanoTime() + LONG.toNanos();
    while (!await(ask()).value().equals(value)) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static Token await(CompletableFuture<Token> token) throws Exception {
    return token.get(10, TimeUnit.SECONDS);
  }

  private Token token(String value, Duration life) {
    return new Token(value, clock.instant().plus(life));
  }

  private static Token failing(String message) throws IOException {
    throw new IOException(message);
  }
}
