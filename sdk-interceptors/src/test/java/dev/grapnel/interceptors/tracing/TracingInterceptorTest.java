package dev.grapnel.interceptors.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallTrace;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TracingInterceptorTest {

  private static final AttributeKey<Long> STATUS = AttributeKey.longKey("rpc.grpc.status_code");

  /** One for each test: a span of the one before may end late. */
  @RegisterExtension final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

  private final CompletableFuture<CallTrace> trace = new CompletableFuture<>();
  private final CompletableFuture<String> current = new CompletableFuture<>();

  @Test
  void makesTheServersSpanAChildOfTheClients() {
    try (GRPCTestClient client = kit(new Observing())) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(WriteRequest.getDefaultInstance());
    }

    SpanData onClient = span(SpanKind.CLIENT);
    SpanData onServer = span(SpanKind.SERVER);
    assertThat(onServer.getParentSpanId()).isEqualTo(onClient.getSpanId());
    assertThat(onServer.getTraceId()).isEqualTo(onClient.getTraceId());
    assertThat(onServer.getName()).isEqualTo(NoteService.WRITE);
    assertThat(trace)
        .isCompletedWithValue(new CallTrace(onServer.getTraceId(), onServer.getSpanId(), true));
    assertThat(current).isCompletedWithValue(onServer.getSpanId());
  }

  @Test
  void makesASpanOfEachKindOfCall() {
    try (GRPCTestClient client = kit(new NoteService())) {
      var stub = client.stub(NoteServiceGrpc::newStub);
      StreamRecorder<Notes> all = StreamRecorder.create();
      StreamObserver<WriteRequest> requests = stub.writeAll(all);
      requests.onNext(WriteRequest.getDefaultInstance());
      requests.onCompleted();
      all.awaitEnd();
      StreamRecorder<Note> read = StreamRecorder.create();
      stub.read(ReadRequest.newBuilder().setCount(3).build(), read);
      read.awaitEnd();
      StreamRecorder<Note> chat = StreamRecorder.create();
      stub.chat(chat).onCompleted();
      chat.awaitEnd();
    }

    assertThat(spans(SpanKind.SERVER, 3))
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder(NoteService.WRITE_ALL, NoteService.READ, NoteService.CHAT);
    assertThat(spans(SpanKind.CLIENT, 3)).hasSize(3);
  }

  @Test
  void carriesTheStatusThatAnExceptionBecomes() {
    try (GRPCTestClient client =
        kit(
            new Observing() {
              @Override
              void act() {
                throw RpcException.of(Status.Code.NOT_FOUND, "no such note");
              }
            })) {
      assertThatThrownBy(
              () ->
                  client
                      .stub(NoteServiceGrpc::newBlockingStub)
                      .write(WriteRequest.getDefaultInstance()))
          .isInstanceOf(StatusRuntimeException.class);
    }

    assertThat(span(SpanKind.SERVER).getAttributes().get(STATUS))
        .isEqualTo(Status.Code.NOT_FOUND.value());
  }

  @Test
  void tellsTheTraceInTheDetailsOfAnInternalError() {
    try (GRPCTestClient client =
        kit(
            new Observing() {
              @Override
              void act() {
                throw new IllegalStateException("bug");
              }
            })) {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  client
                      .stub(NoteServiceGrpc::newBlockingStub)
                      .write(WriteRequest.getDefaultInstance()));

      assertThat(RpcException.from(failure).details().requestInfo().orElseThrow().getServingData())
          .isEqualTo("trace_id=" + span(SpanKind.SERVER).getTraceId());
    }
  }

  @Test
  void endsTheSpansOfACancelledCall() {
    try (GRPCTestClient client = kit(new Endless())) {
      StreamRecorder<Note> notes = StreamRecorder.create();
      client
          .stub(NoteServiceGrpc::newStub)
          .read(ReadRequest.newBuilder().setCount(1).build(), notes);
      notes.awaitMessages(1);
      notes.cancel();
      notes.awaitEnd();

      assertThat(span(SpanKind.SERVER).getAttributes().get(STATUS))
          .isEqualTo(Status.Code.CANCELLED.value());
      assertThat(span(SpanKind.CLIENT).getAttributes().get(STATUS))
          .isEqualTo(Status.Code.CANCELLED.value());
    }
  }

  @Test
  void endsTheSpansOfACallThatRunsOutOfTime() {
    try (GRPCTestClient client = kit(new Endless())) {
      StreamRecorder<Note> notes = StreamRecorder.create();
      client
          .stub(NoteServiceGrpc::newStub)
          .withDeadlineAfter(50, TimeUnit.MILLISECONDS)
          .read(ReadRequest.newBuilder().setCount(1).build(), notes);
      notes.awaitEnd();

      assertThat(span(SpanKind.CLIENT).getAttributes().get(STATUS))
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED.value());
    }
  }

  @Test
  void goesAlongToOtherThreads() {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    CompletableFuture<String> there = new CompletableFuture<>();
    try (GRPCTestClient client =
        kit(
            new Observing() {
              @Override
              void act() {
                CallContext.propagating(threads)
                    .execute(() -> there.complete(Span.current().getSpanContext().getSpanId()));
              }
            })) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(WriteRequest.getDefaultInstance());
      assertThat(there.orTimeout(10, TimeUnit.SECONDS).join())
          .isEqualTo(span(SpanKind.SERVER).getSpanId());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void makesCallsWithinACallItsChildren() {
    try (GRPCTestClient behind = kit(new NoteService());
        GRPCTestClient client =
            kit(
                new Observing() {
                  @Override
                  void act() {
                    behind
                        .stub(NoteServiceGrpc::newBlockingStub)
                        .write(WriteRequest.getDefaultInstance());
                  }
                })) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(WriteRequest.getDefaultInstance());
    }

    assertThat(spans(SpanKind.SERVER, 2))
        .extracting(SpanData::getTraceId)
        .containsOnly(spans(SpanKind.CLIENT, 2).get(0).getTraceId());
  }

  @Test
  void tellsClientCallsTheirTrace() {
    CompletableFuture<CallTrace> told = new CompletableFuture<>();
    TracingInterceptor tracing = TracingInterceptor.create(telemetry.getOpenTelemetry());
    ClientInterceptor inside =
        new ClientInterceptor() {
          @Override
          public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
              MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
            told.complete(options.getOption(CallTrace.OPTION));
            return next.newCall(method, options);
          }
        };
    try (GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addClientInterceptor(tracing)
            .addClientInterceptor(inside)
            .build()
            .start()) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(WriteRequest.getDefaultInstance());
    }

    SpanData onClient = span(SpanKind.CLIENT);
    assertThat(told)
        .isCompletedWithValue(new CallTrace(onClient.getTraceId(), onClient.getSpanId(), true));
  }

  @Test
  void hasNoEventForEachMessageUnlessAsked() {
    TracingInterceptor quiet = TracingInterceptor.create(telemetry.getOpenTelemetry());
    TracingInterceptor loud = TracingInterceptor.create(telemetry.getOpenTelemetry(), Toggle.ON);

    assertThat(eventsOfRead(quiet)).isEmpty();
    telemetry.clearSpans();
    assertThat(eventsOfRead(loud)).hasSizeGreaterThan(5);
  }

  private List<?> eventsOfRead(TracingInterceptor tracing) {
    try (GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(tracing)
            .build()
            .start()) {
      StreamRecorder<Note> notes = StreamRecorder.create();
      client
          .stub(NoteServiceGrpc::newStub)
          .read(ReadRequest.newBuilder().setCount(5).build(), notes);
      notes.awaitEnd();
    }
    return span(SpanKind.SERVER).getEvents();
  }

  private GRPCTestClient kit(NoteService service) {
    TracingInterceptor tracing = TracingInterceptor.create(telemetry.getOpenTelemetry());
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(tracing)
        .addClientInterceptor(tracing)
        .build()
        .start();
  }

  private SpanData span(SpanKind kind) {
    return spans(kind, 1).get(0);
  }

  /** A server's span may end just after its caller has the answer. */
  private List<SpanData> spans(SpanKind kind, int count) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    List<SpanData> found = List.of();
    while (found.size() < count && System.nanoTime() < giveUp) {
      found = telemetry.getSpans().stream().filter(span -> span.getKind() == kind).toList();
      Thread.onSpinWait();
    }
    assertThat(found).hasSize(count);
    return found;
  }

  private class Observing extends NoteService {
    void act() {}

    @Override
    public void write(WriteRequest request, StreamObserver<Note> responses) {
      CallContext.current().trace().ifPresent(trace::complete);
      current.complete(Span.current().getSpanContext().getSpanId());
      act();
      super.write(request, responses);
    }
  }

  private static final class Endless extends NoteService {

    @Override
    public void read(ReadRequest request, StreamObserver<Note> responses) {
      responses.onNext(note("first"));
    }
  }
}
