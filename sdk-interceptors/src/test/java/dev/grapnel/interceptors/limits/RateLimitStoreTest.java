package dev.grapnel.interceptors.limits;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grapnel.core.call.CallContext;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceStub;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Calls that wait for a store. */
class RateLimitStoreTest {

  private static final RateLimit LIMIT = RateLimit.perSecond(1).name("shared");

  private final BlockingQueue<CompletableFuture<Decision>> asked = new LinkedBlockingQueue<>();
  private final Handled handled = new Handled();
  private final Outside outside = new Outside();
  private final Logger logger = (Logger) LoggerFactory.getLogger("grpc.limits");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private RateLimitInterceptor.Builder waiting() {
    return RateLimitInterceptor.builder(LIMIT, LimitKey.all())
        .storeTimeout(Duration.ofMinutes(1))
        .store(
            (limit, subject) -> {
              assertThat(limit.name()).isEqualTo("shared");
              CompletableFuture<Decision> answer = new CompletableFuture<>();
              asked.add(answer);
              return answer;
            });
  }

  private GRPCTestClient client(RateLimitInterceptor limits) {
    return client(new NoteService(), limits);
  }

  private GRPCTestClient client(NoteService service, ServerInterceptor limits) {
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(outside)
        .addInterceptor(limits)
        .addInterceptor(handled)
        .build()
        .start();
  }

  private static NoteServiceStub stub(GRPCTestClient client) {
    return client.stub(NoteServiceGrpc::newStub);
  }

  /** What the store was asked by a call that waits. */
  private CompletableFuture<Decision> question() throws InterruptedException {
    CompletableFuture<Decision> question = asked.poll(10, TimeUnit.SECONDS);
    assertThat(question).as("a question to the store").isNotNull();
    outside.awaitStart();
    return question;
  }

  @ParameterizedTest
  @EnumSource
  void startsEachKindOnceTheStoreAllowsIt(CallKind kind) throws Exception {
    try (var client = client(waiting().build())) {
      var call = kind.call(stub(client));
      var question = question();
      assertThat(handled.events).isEmpty();

      question.complete(Decision.allowed());

      assertThat(call.awaitEnd().isOk()).isTrue();
      handled.awaitEnd();
      assertThat(handled.events).containsExactly("start", "message", "half-close", "complete");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesEachKindLater(CallKind kind) throws Exception {
    try (var client = client(waiting().build())) {
      var call = kind.call(stub(client));

      question().complete(Decision.refused(Duration.ofNanos(1_500_001)));

      assertThat(call)
          .failsWith(Status.Code.RESOURCE_EXHAUSTED)
          .hasRetryDelay(Duration.ofMillis(2));
      assertThat(handled.events).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverStartsACallThatWasCancelled(CallKind kind) throws Exception {
    try (var client = client(waiting().build())) {
      var call = kind.call(stub(client));
      var question = question();
      call.cancel();
      assertThat(outside.awaitEnd()).isEqualTo("cancel");

      question.complete(Decision.allowed());

      assertThat(call.awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
      passes(client);
      assertThat(handled.count("start")).isEqualTo(1);
    }
  }

  /** A further call, by whose end the one before would have been started. */
  private void passes(GRPCTestClient client) throws InterruptedException {
    var next = CallKind.UNARY.call(stub(client));
    question().complete(Decision.allowed());
    assertThat(next.awaitEnd().isOk()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void neverStartsACallAfterItsDeadline(CallKind kind) throws Exception {
    VirtualClock clock = VirtualClock.create();
    GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(outside)
            .addInterceptor(waiting().build())
            .addInterceptor(handled)
            .clock(clock)
            .build();
    try (client) {
      client.start();
      var call = kind.call(stub(client).withDeadlineAfter(1, TimeUnit.SECONDS));
      var question = question();

      clock.advance(Duration.ofSeconds(1));

      assertThat(call.awaitEnd().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(outside.awaitEnd()).isEqualTo("cancel");
      question.complete(Decision.allowed());
      passes(client);
      assertThat(handled.count("start")).isEqualTo(1);
    }
  }

  @Test
  void keepsTheEndOfAStreamWithoutMessages() throws Exception {
    try (var client = client(waiting().build())) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      stub(client).chat(answers).onCompleted();

      question().complete(Decision.allowed());

      assertThat(answers).completesNormally();
      assertThat(handled.count("half-close")).isEqualTo(1);
    }
  }

  @Test
  void runsTheHandlerInItsContextAndMdcAndItsMessagesOnTheServersThreads() throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    NoteService service =
        new NoteService() {
          @Override
          public StreamObserver<WriteRequest> chat(StreamObserver<Note> responses) {
            seen.add(MDC.get("tenant") + " " + CallContext.current().info().method());
            return super.chat(responses);
          }

          @Override
          public void write(WriteRequest request, StreamObserver<Note> responses) {
            threads.add(Thread.currentThread().getName());
            super.write(request, responses);
          }
        };
    ServerInterceptor limits = waiting().executor(task -> new Thread(task, "late").start()).build();
    ServerInterceptor withMdc =
        new ServerInterceptor() {
          @Override
          public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
              ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            MDC.put("tenant", "a");
            try {
              return limits.interceptCall(call, headers, next);
            } finally {
              MDC.remove("tenant");
            }
          }
        };
    try (var client = client(service, withMdc)) {
      var chat = CallKind.BIDI_STREAMING.call(stub(client));
      question().complete(Decision.allowed());
      assertThat(chat.awaitEnd().isOk()).isTrue();
      assertThat(seen).containsExactly("a Chat");
      passes(client);
      assertThat(threads).hasSize(1).doesNotContain("late");
    }
  }

  @Test
  void startsOnTheStoresThreadIfTheExecutorRejects() throws Exception {
    var limits =
        waiting()
            .executor(
                task -> {
                  throw new RejectedExecutionException("full");
                })
            .build();
    try (var client = client(limits)) {
      passes(client);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failsACallWhoseLateStartThrows(CallKind kind) throws Exception {
    ServerInterceptor broken =
        new ServerInterceptor() {
          @Override
          public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
              ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            throw new IllegalStateException("broken");
          }
        };
    GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(outside)
            .addInterceptor(waiting().build())
            .addInterceptor(broken)
            .build()
            .start();
    try (client) {
      var call = kind.call(stub(client));
      question().complete(Decision.allowed());
      assertThat(call).failsWith(Status.Code.INTERNAL);
      assertThat(outside.closes).extracting(Status::getCode).containsExactly(Status.Code.INTERNAL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void letsCallsPassIfTheStoreFails(CallKind kind) throws Exception {
    try (var client = client(waiting().build())) {
      for (int i = 0; i < 3; i++) {
        var call = kind.call(stub(client));
        question().completeExceptionally(new IllegalStateException("redis is away"));
        assertThat(call.awaitEnd().isOk()).isTrue();
      }
    }
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).contains("shared", "let through");
    assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo("redis is away");
  }

  @ParameterizedTest
  @EnumSource
  void refusesCallsIfTheStoreIsLateAndThatIsWanted(CallKind kind) throws Exception {
    var limits =
        waiting().storeTimeout(Duration.ofMillis(20)).onStoreFailure(StoreFailure.REFUSE).build();
    try (var client = client(limits)) {
      var call = kind.call(stub(client));
      assertThat(call)
          .failsWith(Status.Code.UNAVAILABLE)
          .hasDescription("the rate limit cannot be checked");
      assertThat(handled.events).isEmpty();
      assertThat(question()).isNotDone();
    }
  }

  @Test
  void takesAStoreThatThrowsOrAnswersNullForAFailure() {
    RateLimitStore throwing =
        (limit, subject) -> {
          throw new LinkageError("no driver");
        };
    for (RateLimitStore store :
        new RateLimitStore[] {
          throwing, (limit, subject) -> CompletableFuture.completedFuture(null)
        }) {
      var limits =
          RateLimitInterceptor.builder(LIMIT, LimitKey.all())
              .store(store)
              .onStoreFailure(StoreFailure.REFUSE)
              .build();
      try (var client = client(limits)) {
        assertThat(CallKind.UNARY.call(stub(client))).failsWith(Status.Code.UNAVAILABLE);
      }
    }
  }

  @Test
  void asksAStoreThatKnowsAtOnceWithoutWaiting() {
    var limits =
        RateLimitInterceptor.builder(LIMIT, LimitKey.all())
            .store((limit, subject) -> CompletableFuture.completedStage(Decision.allowed()))
            .executor(
                task -> {
                  throw new AssertionError("nothing to defer");
                })
            .build();
    try (var client = client(limits)) {
      assertThat(CallKind.UNARY.call(stub(client)).awaitEnd().isOk()).isTrue();
    }
  }
}
