package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallTrace;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.BindableService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** The ids in the MDC, in each callback, and what is there after. */
class MdcTest {

  private static final CallTrace TRACE =
      new CallTrace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
  private static final Map<String, String> BEFORE =
      Map.of("grpc.method", "before", "request_id", "before", "trace_id", "before", "own", "kept");

  private final LoggedLines server = new LoggedLines();
  private final LoggedLines client = new LoggedLines();
  private final Map<String, Map<String, String>> onServer = new HashMap<>();
  private final Map<String, Map<String, String>> onClient = new HashMap<>();
  private final ConcurrentLinkedQueue<Map<String, String>> restored = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource
  void hasTheIdsInEachCallback(AllKinds kind) throws Exception {
    try (var running = watched(new NoteService(), Map.of())) {
      kind.call(running.stub(NoteServiceGrpc::newStub));
      client.next();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
    String requestId = server.next().mdc().get("request_id");
    assertThat(onServer).containsKeys("startCall", "onMessage", "onHalfClose", "onComplete");
    assertThat(onServer.values())
        .allSatisfy(mdc -> assertThat(mdc).isEqualTo(ids(kind, requestId, TRACE.traceId())));
    assertThat(onClient).containsKeys("onHeaders", "onMessage", "onClose");
    assertThat(onClient.values())
        .allSatisfy(mdc -> assertThat(mdc).isEqualTo(ids(kind, requestId, null)));
    assertThat(restored).allSatisfy(mdc -> assertThat(mdc).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void isAfterwardsAsItWas(AllKinds kind) throws Exception {
    try (var running = watched(new NoteService(), BEFORE)) {
      kind.call(running.stub(NoteServiceGrpc::newStub));
      client.next();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(onServer.get("onMessage"))
        .containsEntry("trace_id", TRACE.traceId())
        .containsEntry("own", "kept");
    assertThat(onClient.get("onClose"))
        .containsEntry("trace_id", "before")
        .containsEntry("grpc.method", kind.method());
    assertThat(restored).isNotEmpty().allSatisfy(mdc -> assertThat(mdc).isEqualTo(BEFORE));
  }

  @ParameterizedTest
  @EnumSource
  void isAsItWasIfACallbackThrows(ThrowingInterceptor.Where where) throws Exception {
    CountDownLatch flown = new CountDownLatch(1);
    EachCallback outside =
        new EachCallback(
            (name, callback) -> {
              MDC.setContextMap(BEFORE);
              try {
                callback.run();
              } catch (RuntimeException thrown) {
                restored.add(mdc());
                flown.countDown();
                throw thrown;
              } finally {
                MDC.clear();
              }
            });
    var running =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(outside)
            .addInterceptor(server.interceptor())
            .addInterceptor(new ThrowingInterceptor(where, new IllegalStateException("x")))
            .build();
    try (running) {
      AllKinds.UNARY.call(running.start().stub(NoteServiceGrpc::newStub));
      assertThat(flown.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(restored).containsExactly(BEFORE);
  }

  @Test
  void hasTheIdsWhenACallIsCancelled() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    try (var running = watched(new FailingService(responses -> called.countDown()), BEFORE)) {
      StreamRecorder<?> answers = AllKinds.BIDI_STREAMING.begin(stub(running));
      assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
      answers.cancel();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(onServer.get("onCancel"))
        .containsEntry("grpc.method", AllKinds.BIDI_STREAMING.method());
    assertThat(restored).allSatisfy(mdc -> assertThat(mdc).isEqualTo(BEFORE));
  }

  @Test
  void hasTheIdsForTheLineOfACallThatEndsOnAnotherThread() {
    FailingService elsewhere =
        new FailingService(
            responses ->
                new Thread(() -> responses.onError(new IllegalStateException("x"))).start());
    try (var running = watched(elsewhere, Map.of())) {
      AllKinds.UNARY.call(stub(running));
      LoggedLines.Line line = server.next();
      assertThat(line.mdc()).containsEntry("grpc.method", AllKinds.UNARY.method());
      assertThat(line.text()).contains("request_id=" + line.mdc().get("request_id"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "client"})
  void isLeftAloneIfItIsOff(String side) throws Exception {
    LoggedLines lines = side.equals("server") ? server : client;
    LoggingInterceptor without = LoggingInterceptor.of(lines.settings().mdc(Toggle.OFF).build());
    EachCallback inside = new EachCallback((name, callback) -> record(name, callback, onServer));
    var running =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(without)
            .addInterceptor(inside)
            .addClientInterceptor(inside)
            .addClientInterceptor(without)
            .build();
    try (running) {
      AllKinds.UNARY.call(running.start().stub(NoteServiceGrpc::newStub));
      assertThat(lines.next().mdc()).isEmpty();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
    synchronized (onServer) {
      assertThat(onServer.values()).allSatisfy(mdc -> assertThat(mdc).isEmpty());
    }
  }

  /** Carrying threads that have an MDC already, and what is seen further in. */
  private GRPCTestClient watched(BindableService service, Map<String, String> before) {
    EachCallback outside = new EachCallback((name, callback) -> carry(before, callback));
    EachCallback insideServer =
        new EachCallback((name, callback) -> record(name, callback, onServer));
    EachCallback insideClient =
        new EachCallback((name, callback) -> record(name, callback, onClient));
    EachCallback tracing =
        new EachCallback(
            (name, callback) -> {
              CallContext.current().tracedAs(TRACE);
              callback.run();
            });
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(tracing)
        .addInterceptor(outside)
        .addInterceptor(server.interceptor())
        .addInterceptor(insideServer)
        .addClientInterceptor(insideClient)
        .addClientInterceptor(client.interceptor())
        .addClientInterceptor(outside)
        .build()
        .start();
  }

  private void carry(Map<String, String> before, Runnable callback) {
    MDC.setContextMap(before);
    try {
      callback.run();
      restored.add(mdc());
    } finally {
      MDC.clear();
    }
  }

  private void record(String name, Runnable callback, Map<String, Map<String, String>> seen) {
    synchronized (seen) {
      seen.put(name, mdc());
    }
    callback.run();
    if (List.of("onComplete", "onCancel").contains(name)) {
      ended.countDown();
    }
  }

  private static Map<String, String> mdc() {
    Map<String, String> copy = MDC.getCopyOfContextMap();
    return copy == null ? Map.of() : copy;
  }

  private static Map<String, String> ids(AllKinds kind, String requestId, String traceId) {
    Map<String, String> ids = new HashMap<>();
    ids.put("grpc.method", kind.method());
    ids.put("request_id", requestId);
    if (traceId != null) {
      ids.put("trace_id", traceId);
    }
    return ids;
  }

  private static NoteServiceGrpc.NoteServiceStub stub(GRPCTestClient running) {
    return running.stub(NoteServiceGrpc::newStub);
  }
}
