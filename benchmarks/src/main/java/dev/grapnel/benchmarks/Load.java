package dev.grapnel.benchmarks;

import dev.grapnel.benchmarks.v1.BenchmarkServiceGrpc.BenchmarkServiceStub;
import dev.grapnel.benchmarks.v1.StreamRequest;
import dev.grapnel.benchmarks.v1.UnaryRequest;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A closed loop: so many calls at a time, the next one when one ends, until the time is over. */
enum Load {
  /** One small message there and back. */
  UNARY {
    @Override
    void call(BenchmarkServiceStub stub, StreamObserver<Object> observer) {
      stub.unary(UnaryRequest.newBuilder().setText(TEXT).build(), narrow(observer));
    }
  },

  /** A hundred small messages back. */
  SERVER_STREAMING {
    @Override
    void call(BenchmarkServiceStub stub, StreamObserver<Object> observer) {
      stub.stream(
          StreamRequest.newBuilder().setText(TEXT).setCount(MESSAGES).build(), narrow(observer));
    }
  };

  static final int MESSAGES = 100;
  private static final String TEXT = "0123456789abcdef0123456789abcdef";

  abstract void call(BenchmarkServiceStub stub, StreamObserver<Object> observer);

  /** Runs the loop and returns how many calls ended. */
  long run(BenchmarkServiceStub stub, int concurrency, Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    AtomicLong calls = new AtomicLong();
    CountDownLatch lanes = new CountDownLatch(concurrency);
    for (int i = 0; i < concurrency; i++) {
      next(stub, end, calls, lanes);
    }
    lanes.await();
    return calls.get();
  }

  private void next(BenchmarkServiceStub stub, long end, AtomicLong calls, CountDownLatch lanes) {
    call(
        stub,
        new StreamObserver<>() {
          @Override
          public void onNext(Object message) {}

          @Override
          public void onError(Throwable failure) {
            throw new IllegalStateException("a benchmark call failed", failure);
          }

          @Override
          public void onCompleted() {
            calls.incrementAndGet();
            if (System.nanoTime() < end) {
              next(stub, end, calls, lanes);
            } else {
              lanes.countDown();
            }
          }
        });
  }

  @SuppressWarnings("unchecked") // An observer of anything observes every type of message.
  private static <T> StreamObserver<T> narrow(StreamObserver<Object> observer) {
    return (StreamObserver<T>) observer;
  }
}
