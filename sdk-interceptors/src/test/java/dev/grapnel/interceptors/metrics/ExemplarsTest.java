package dev.grapnel.interceptors.metrics;

import static dev.grapnel.interceptors.metrics.Metered.read;
import static dev.grapnel.interceptors.metrics.Metered.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallTrace;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExemplarsTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private final Metered metered = Metered.create();

  /** Traces further in, as a tracing interceptor may. */
  private record Tracing(boolean sampled) implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      CallContext.current().tracedAs(new CallTrace(TRACE, SPAN, sampled));
      return next.startCall(call, headers);
    }
  }

  private GRPCTestClient serving(NoteService service, boolean sampled) {
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(MetricsInterceptor.create(metered.registry()))
        .addInterceptor(new Tracing(sampled))
        .build()
        .start();
  }

  private List<String> exemplars(String name) {
    return metered
        .registry()
        .scrape(ScrapeHandler.OPEN_METRICS)
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(" # "))
        .toList();
  }

  @Test
  void carryTheTraceOfTheCall() {
    try (var client = serving(new NoteService(), true)) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }

    String trace = " # {span_id=\"" + SPAN + "\",trace_id=\"" + TRACE + "\"} ";
    assertThat(exemplars("grpc_requests_total{"))
        .singleElement()
        .asString()
        .contains("status=\"OK\"} 1.0" + trace + "1.0 ");
    assertThat(exemplars("grpc_request_duration_seconds_bucket{"))
        .singleElement()
        .asString()
        .contains(trace);
  }

  @Test
  void carryTheTraceIfAnotherThreadEndsTheCall() {
    NoteService service =
        new NoteService() {
          @Override
          public void read(ReadRequest request, StreamObserver<Note> responses) {
            new Thread(responses::onCompleted).start();
          }
        };
    try (var client = serving(service, true)) {
      assertThat(client.stub(NoteServiceGrpc::newBlockingStub).read(read("a", 1)))
          .toIterable()
          .isEmpty();
    }

    assertThat(exemplars("grpc_requests_total{")).singleElement().asString().contains(TRACE);
  }

  @Test
  void areNotThereIfTheTraceIsNotSampled() {
    try (var client = serving(new NoteService(), false)) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }

    assertThat(exemplars("")).isEmpty();
  }

  @Test
  void areNotThereIfNobodyTraces() {
    try (var client =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(MetricsInterceptor.create(metered.registry()))
            .build()
            .start()) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }

    assertThat(exemplars("")).isEmpty();
    assertThat(CallSpanContext.create().getCurrentTraceId()).isNull();
    assertThat(CallSpanContext.create().getCurrentSpanId()).isNull();
    assertThat(CallSpanContext.create().isCurrentSpanSampled()).isFalse();
  }
}
