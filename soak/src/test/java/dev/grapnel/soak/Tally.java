package dev.grapnel.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.soak.v1.WorkResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How calls ended and how long they took. Thread-safe. */
final class Tally {

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final int TOLD = 5;

  private final Latencies answered = new Latencies();
  private final Latencies rejected = new Latencies();
  private final LongAdder rejectedWithAdvice = new LongAdder();
  private final Map<Status.Code, LongAdder> failed = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<@Nullable Void>> servers = new ConcurrentHashMap<>();
  private final Map<Long, LongAdder> answers = new ConcurrentHashMap<>();
  private final Queue<String> firstFailures = new ConcurrentLinkedQueue<>();

  /** The calls that run, and one for whoever begins more of them. */
  private final AtomicInteger open = new AtomicInteger(1);

  private final CountDownLatch allEnded = new CountDownLatch(1);

  /** Begins to measure a call, whose server is known by its answer. */
  StreamObserver<WorkResponse> begin(Runnable then) {
    return begin(response -> answeredBy(response.getServer()), then);
  }

  /** Begins to measure a call; {@code then} runs when it has ended. */
  <T> StreamObserver<T> begin(Consumer<T> messages, Runnable then) {
    open.incrementAndGet();
    long start = System.nanoTime();
    return new StreamObserver<>() {
      @Override
      public void onNext(T message) {
        messages.accept(message);
      }

      @Override
      public void onError(Throwable failure) {
        failed((StatusRuntimeException) failure, System.nanoTime() - start);
        then.run();
        end();
      }

      @Override
      public void onCompleted() {
        answered.add(System.nanoTime() - start);
        then.run();
        end();
      }
    };
  }

  StreamObserver<WorkResponse> begin() {
    return begin(() -> {});
  }

  void answeredBy(long server) {
    answerOf(server).complete(null);
    answers.computeIfAbsent(server, id -> new LongAdder()).increment();
  }

  /** Is complete when a server has answered a call. */
  CompletableFuture<@Nullable Void> answerOf(long server) {
    return servers.computeIfAbsent(server, id -> new CompletableFuture<>());
  }

  /** How many calls a server has answered so far. */
  long answersOf(long server) {
    LongAdder count = answers.get(server);
    return count == null ? 0 : count.sum();
  }

  /** How many calls were answered so far. */
  long answersOfAll() {
    return answers.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** Waits until every call has ended that began; no more may begin. */
  Tally finish() throws InterruptedException {
    end();
    assertThat(allEnded.await(60, TimeUnit.SECONDS))
        .as("calls ended; %s are open after a minute", open)
        .isTrue();
    return this;
  }

  Latencies answered() {
    return answered;
  }

  /** With RESOURCE_EXHAUSTED. */
  Latencies rejected() {
    return rejected;
  }

  /** Rejected, and told when to come again. */
  long rejectedWithAdvice() {
    return rejectedWithAdvice.sum();
  }

  /** With any other status. */
  long failures() {
    return failed.values().stream().mapToLong(LongAdder::sum).sum();
  }

  String failureText() {
    return failed + " " + firstFailures;
  }

  private void failed(StatusRuntimeException failure, long nanos) {
    Metadata trailers = failure.getTrailers();
    if (failure.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
      rejected.add(nanos);
      if (trailers != null && trailers.containsKey(PUSHBACK) && trailers.containsKey(DETAILS)) {
        rejectedWithAdvice.increment();
      }
      return;
    }
    failed.computeIfAbsent(failure.getStatus().getCode(), code -> new LongAdder()).increment();
    if (firstFailures.size() < TOLD) {
      firstFailures.add(failure.getStatus() + " after " + nanos / 1_000_000 + " ms");
    }
  }

  private void end() {
    if (open.decrementAndGet() == 0) {
      allEnded.countDown();
    }
  }
}
