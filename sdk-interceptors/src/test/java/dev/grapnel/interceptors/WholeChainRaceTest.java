package dev.grapnel.interceptors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.ScriptedNotes.Point;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two threads end a call at the same time: it is told once, and the same by all. */
class WholeChainRaceTest {

  private static final int ROUNDS = 200;
  private static final int SLOTS = 50;

  @RegisterExtension
  static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

  private final ExecutorService worker = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    worker.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void callersCancelWhileHandlersAnswer(Place place) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, SLOTS)) {
      for (int i = 0; i < ROUNDS; i++) {
        ClientSide<?, ?> side = beginAndMeet(chain);
        side.cancel();
      }
      worker.submit(() -> {}).get(10, TimeUnit.SECONDS);
      assertAllAgree(chain);
      assertThat(chain.reports()).isEmpty();
    }
  }

  /** The same exception, thrown and handed to onError; the other thread sends on and on. */
  @ParameterizedTest
  @EnumSource
  void callbacksThrowWhileAnotherThreadSends(Place place) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, SLOTS)) {
      for (int i = 0; i < ROUNDS; i++) {
        IllegalStateException bug = new IllegalStateException("bug " + i);
        CountDownLatch sending = new CountDownLatch(1);
        chain.notes.script(
            (point, call) -> {
              if (point == Point.HALF_CLOSE) {
                worker.execute(() -> sendAndFail(sending, call, bug));
                await(sending);
                throw bug;
              }
              return true;
            });
        assertThat(begin(chain).code()).isEqualTo(Status.Code.INTERNAL);
      }
      assertAllAgree(chain);
      assertThat(chain.reports()).hasSize(ROUNDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLimitPassesWhileHandlersAnswer(Place place) throws Exception {
    try (WholeChain chain = new WholeChain(place, telemetry, SLOTS)) {
      for (int i = 0; i < ROUNDS; i++) {
        ClientSide<?, ?> side = beginAndMeet(chain);
        chain.clock.advance(WholeChain.LIMIT);
        assertThat(side.code()).isIn(Status.Code.OK, Status.Code.DEADLINE_EXCEEDED);
      }
      assertAllAgree(chain);
    }
  }

  /** Returns when a worker is about to answer the call. */
  private ClientSide<?, ?> beginAndMeet(WholeChain chain) throws InterruptedException {
    SynchronousQueue<Boolean> meet = new SynchronousQueue<>();
    chain.notes.script(
        (point, call) -> {
          if (point == Point.HALF_CLOSE) {
            worker.execute(() -> answer(meet, call));
          }
          return point != Point.HALF_CLOSE;
        });
    ClientSide<?, ?> side = begin(chain);
    assertThat(meet.offer(true, 10, TimeUnit.SECONDS)).isTrue();
    return side;
  }

  private static ClientSide<?, ?> begin(WholeChain chain) {
    ClientSide<?, ?> side =
        ClientSide.start(chain.channel(), MethodType.BIDI_STREAMING, CallOptions.DEFAULT, "x");
    side.send();
    side.halfClose();
    return side;
  }

  private static void answer(SynchronousQueue<Boolean> meet, ServerCall<?, ?> call) {
    try {
      meet.take();
      ScriptedNotes.answer(call);
      call.close(Status.OK, new Metadata());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sendAndFail(CountDownLatch sending, ServerCall<?, ?> call, Throwable bug) {
    ScriptedNotes.answer(call);
    sending.countDown();
    ScriptedNotes.answer(call);
    ScriptedNotes.onError(call, bug);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static void assertAllAgree(WholeChain chain) {
    String method = NoteService.CHAT;
    WholeChain.await("all lines", () -> chain.lines(method).size() >= ROUNDS);
    WholeChain.await("all spans", () -> chain.spans(method).size() >= ROUNDS);
    List<String> lines = chain.lines(method);
    assertThat(lines).hasSize(ROUNDS);
    assertThat(chain.spans(method)).hasSize(ROUNDS);
    assertThat(chain.active(method)).isZero();
    Map<String, Long> logged =
        lines.stream()
            .map(line -> line.split(" ", 4)[2])
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(chain.counts(method))
        .containsExactlyInAnyOrderElementsOf(
            logged.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue().doubleValue())
                .toList());
    assertThat(
            chain.spans(method).stream()
                .map(span -> WholeChain.code(span).name())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
        .isEqualTo(logged);
    assertThat(chain.outermost.leftovers()).isEmpty();
    chain.assertSlotsAreFree();
  }
}
