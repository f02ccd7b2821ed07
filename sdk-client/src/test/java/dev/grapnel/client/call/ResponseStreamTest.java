package dev.grapnel.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.Uninterruptibles;
import com.google.rpc.RetryInfo;
import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResponseStreamTest {

  private final TextServer server = new TextServer();
  private final GRPCClient client = server.clientBuilder().build();
  private final Texts.Stub stub = client.stub(Texts.Stub::new);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  ResponseStreamTest() throws Exception {}

  @AfterEach
  void close() {
    client.close();
    server.close();
    threads.shutdownNow();
  }

  @Test
  void readsAllMessagesInOrder() {
    List<String> sent = numbered(1000);
    server.watch = responses -> answer(responses, sent);

    List<String> read = new ArrayList<>();
    try (ResponseStream<String> texts = open()) {
      texts.forEach(read::add);

      assertThat(texts.hasNext()).isFalse();
      assertThatThrownBy(texts::next)
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage("the server has sent its last message");
    }
    assertThat(read).isEqualTo(sent);
  }

  @Test
  void leavingTheBlockCancelsTheCall() throws Exception {
    server.watch = responses -> numbered(10).forEach(responses::onNext);

    try (ResponseStream<String> texts = open()) {
      for (String text : texts) {
        if (text.equals("1")) {
          break;
        }
      }
    }

    assertThat(server.sawCancelled(1)).isTrue();
  }

  @Test
  void readsNothingAfterClose() {
    server.watch = responses -> numbered(3).forEach(responses::onNext);
    ResponseStream<String> texts = open();
    assertThat(texts.hasNext()).isTrue();

    texts.close();
    texts.close();

    assertThat(texts.hasNext()).isFalse();
    assertThatThrownBy(texts::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("the stream was closed");
  }

  @Test
  void readsNothingAfterCloseThoughTheServerHadSentAll() {
    server.watch = responses -> answer(responses, numbered(2));
    ResponseStream<String> texts = open();
    assertThat(texts.next()).isEqualTo("0");

    texts.close();

    assertThat(texts.hasNext()).isFalse();
  }

  @Test
  void throwsTheFailureAfterTheMessagesBeforeIt() {
    server.watch =
        responses -> {
          responses.onNext("a");
          responses.onError(
              RpcException.of(Status.Code.ABORTED, "try again", RetryInfo.getDefaultInstance()));
        };

    try (ResponseStream<String> texts = open()) {
      assertThat(texts.next()).isEqualTo("a");
      RpcException failure = catchThrowableOfType(RpcException.class, texts::hasNext);

      assertThat(failure.code()).isEqualTo(Status.Code.ABORTED);
      assertThat(failure.description()).isEqualTo("try again");
      assertThat(failure.details().retryInfo()).isPresent();
      assertThat(failure.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals(ResponseStreamTest.class.getName()));
      assertThatThrownBy(texts::next).isInstanceOf(RpcException.class).isNotSameAs(failure);
    }
  }

  @Test
  void failsWhereNobodyListens() {
    server.close();

    try (ResponseStream<String> texts = open()) {
      assertThat(catchThrowableOfType(RpcException.class, texts::hasNext).code())
          .isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  @Test
  void closingWakesTheReader() throws Exception {
    ResponseStream<String> texts = open();
    CompletableFuture<Thread> reader = new CompletableFuture<>();
    Future<Boolean> read =
        threads.submit(
            () -> {
              reader.complete(Thread.currentThread());
              return texts.hasNext();
            });
    awaitParked(reader.get());

    texts.close();

    assertThat(read.get(TextServer.PATIENCE_SECONDS, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void anInterruptCancelsTheCallAndStaysSet() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    server.watch = responses -> called.countDown();
    try (ResponseStream<String> texts = open()) {
      called.await();
      Thread.currentThread().interrupt();

      RpcException failure = catchThrowableOfType(RpcException.class, texts::next);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure.code()).isEqualTo(Status.Code.CANCELLED);
      assertThat(failure.description())
          .isEqualTo("the thread that waited for the call was interrupted");
      assertThat(server.sawCancelled(1)).isTrue();
    }
  }

  @Test
  void waitsNoLongerThanItIsTold() throws Exception {
    CompletableFuture<ServerCallStreamObserver<String>> call = new CompletableFuture<>();
    server.watch = call::complete;
    try (ResponseStream<String> texts = open()) {
      assertThat(texts.next(Duration.ofMillis(20))).isEmpty();
      assertThat(texts.next(Duration.ZERO)).isEmpty();

      ServerCallStreamObserver<String> responses = call.get();
      responses.onNext("late");
      assertThat(texts.next(Duration.ofSeconds(20))).hasValue("late");
      responses.onCompleted();
      assertThatThrownBy(() -> texts.next(Duration.ofSeconds(20)))
          .isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void aSlowReaderHoldsTheServerBack() throws Exception {
    AtomicInteger written = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(1);
    server.watch =
        responses ->
            responses.setOnReadyHandler(
                () -> {
                  while (responses.isReady() && written.get() < TextServer.MANY) {
                    responses.onNext(TextServer.LONG);
                    if (written.incrementAndGet() == TextServer.MANY) {
                      responses.onCompleted();
                      all.countDown();
                    }
                  }
                });
    try (ResponseStream<String> texts = open()) {
      assertThat(texts.hasNext()).isTrue();
      assertThat(all.await(2, TimeUnit.SECONDS)).isFalse();

      int read = 0;
      while (texts.hasNext()) {
        texts.next();
        read++;
      }
      assertThat(read).isEqualTo(TextServer.MANY);
    }
  }

  @Test
  void endsWithTheDeadlineOfTheCall() {
    try (ResponseStream<String> texts =
        ResponseStream.open(stub.withDeadlineAfter(100, TimeUnit.MILLISECONDS)::watch, "")) {
      assertThat(catchThrowableOfType(RpcException.class, texts::hasNext).code())
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void endsSoonAfterItsDeadlineThoughNoCallbackRuns() throws Exception {
    server.watch = responses -> responses.onNext("first");
    ThreadPoolExecutor callbacks =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    CountDownLatch free = new CountDownLatch(1);
    try (GRPCClient other = server.clientBuilder().executor(callbacks).build()) {
      Texts.Stub late = other.stub(Texts.Stub::new).withDeadlineAfter(5, TimeUnit.SECONDS);
      try (ResponseStream<String> texts = ResponseStream.open(late::watch, "")) {
        assertThat(texts.next()).isEqualTo("first");
        callbacks.execute(() -> Uninterruptibles.awaitUninterruptibly(free));

        RpcException failure = catchThrowableOfType(RpcException.class, texts::hasNext);

        assertThat(failure.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(failure.description()).contains("executor");
        assertThat(server.sawCancelled(1)).isTrue();
      } finally {
        free.countDown();
      }
    }
    callbacks.shutdown();
  }

  @Test
  void manyThreadsOpenReadAndLeave() throws Exception {
    List<String> sent = numbered(20);
    server.watch = responses -> sent.forEach(responses::onNext);
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(threads.submit(() -> readParts(sent)));
    }
    int streams = 0;
    for (Future<Integer> reader : readers) {
      streams += reader.get(TextServer.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    assertThat(server.sawCancelled(streams)).isTrue();
  }

  @Test
  void refusesAMethodThatIsNoneOfAStub() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ResponseStream.<String, String>open((request, responses) -> {}, "").close())
        .withMessageContaining("generated stub");
  }

  private int readParts(List<String> sent) {
    for (int i = 0; i < sent.size(); i++) {
      try (ResponseStream<String> texts = open()) {
        for (int j = 0; j < i; j++) {
          assertThat(texts.next()).isEqualTo(sent.get(j));
        }
      }
    }
    // Whether the first one, closed at once, reached the server is a matter of luck.
    return sent.size() - 1;
  }

  private ResponseStream<String> open() {
    return ResponseStream.open(stub::watch, "");
  }

  private static void answer(ServerCallStreamObserver<String> responses, List<String> texts) {
    texts.forEach(responses::onNext);
    responses.onCompleted();
  }

  private static List<String> numbered(int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(Integer.toString(i));
    }
    return texts;
  }

  static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }
}
