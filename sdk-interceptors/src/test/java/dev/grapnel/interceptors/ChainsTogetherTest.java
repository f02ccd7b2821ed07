package dev.grapnel.interceptors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.RequestId;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.error.ExceptionMapper;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.interceptors.errors.ErrorInterceptor;
import dev.grapnel.interceptors.logging.LoggingInterceptor;
import dev.grapnel.interceptors.metrics.MetricsInterceptor;
import dev.grapnel.interceptors.metrics.PrometheusEndpoint;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.interceptors.tracing.TracingInterceptor;
import dev.grapnel.server.GRPCServer;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.Channel;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several chains, or one for several: on both sides, in two servers, from call to call. */
class ChainsTogetherTest {

  @RegisterExtension
  static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

  private final PrometheusMeterRegistry registry = PrometheusEndpoint.registry();
  private final MetricsInterceptor metrics = MetricsInterceptor.create(registry);
  private final LoggingInterceptor logging = LoggingInterceptor.create();
  private final TracingInterceptor tracing =
      TracingInterceptor.create(telemetry.getOpenTelemetry());
  private final ServerChain server =
      ServerChain.builder()
          .tracing(tracing)
          .logging(logging)
          .metrics(metrics)
          .errors(ErrorInterceptor.create())
          .build();
  private final ClientChain client =
      ClientChain.builder()
          .tracing(tracing)
          .logging(logging)
          .metrics(metrics)
          .errors(ErrorInterceptor.create())
          .build();

  /** The client calls A, A calls B, B calls C, all with the same chains. */
  @Test
  void idsTracesAndDeadlinesGoFromCallToCall() {
    List<CallContext> seen = new CopyOnWriteArrayList<>();
    List<Long> left = new CopyOnWriteArrayList<>();
    try (GRPCTestClient c = kit(new Next(null, seen, left));
        GRPCTestClient b = kit(new Next(c.channel(), seen, left));
        GRPCTestClient a = kit(new Next(b.channel(), seen, left))) {
      Metadata headers = new Metadata();
      headers.put(RequestId.HEADER, "the-one");
      a.stub(NoteServiceGrpc::newBlockingStub)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
          .withDeadlineAfter(1, TimeUnit.HOURS)
          .write(WriteRequest.getDefaultInstance());
    }

    assertThat(seen).extracting(CallContext::requestId).containsOnly("the-one").hasSize(3);
    assertThat(seen.stream().map(each -> each.trace().orElseThrow().traceId()).distinct())
        .hasSize(1);
    assertThat(left).hasSize(3).allMatch(millis -> 0 < millis && millis <= 3_600_000);
    assertThat(count("grpc.requests", NoteService.WRITE, "OK")).isEqualTo(3);
    assertThat(count("grpc.client.requests", NoteService.WRITE, "OK")).isEqualTo(3);
  }

  /** An interceptor is inside of the others, but outside of what maps the handler's failures. */
  @Test
  void anInterceptorThatThrowsIsMappedAsTheServerWantsAndCountedSo() {
    ExceptionMapper mapper =
        ExceptionMapper.builder()
            .map(IllegalStateException.class, Status.Code.FAILED_PRECONDITION, "not now")
            .build();
    ServerChain chain =
        ServerChain.builder().metrics(metrics).logging(logging).add(new Throwing()).build();
    try (GRPCTestClient kit =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(chain)
            .exceptionMapper(mapper)
            .build()
            .start()) {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  kit.stub(NoteServiceGrpc::newBlockingStub)
                      .write(WriteRequest.getDefaultInstance()));

      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      assertThat(count("grpc.requests", NoteService.WRITE, "FAILED_PRECONDITION")).isEqualTo(1);
    }
  }

  @Test
  void interceptorsOfOneServiceSeeMappedStatuses() {
    Watch watch = new Watch();
    NoteService failing =
        new NoteService() {
          @Override
          public void write(WriteRequest request, StreamObserver<Note> responses) {
            throw new IllegalStateException("bug");
          }
        };
    try (GRPCServer grapnel =
        GRPCServer.builder()
            .host("127.0.0.1")
            .port(0)
            .shutdownHook(Toggle.OFF)
            .addInterceptor(server)
            .addService(failing, options -> options.addInterceptor(watch))
            .build()) {
      grapnel.start();
      try (GRPCTestClient kit = GRPCTestClient.to("127.0.0.1", grapnel.port()).start()) {
        StatusRuntimeException failure =
            catchThrowableOfType(
                StatusRuntimeException.class,
                () ->
                    kit.stub(NoteServiceGrpc::newBlockingStub)
                        .write(WriteRequest.getDefaultInstance()));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
      }
    }

    assertThat(watch.closes()).extracting(Status::getCode).containsExactly(Status.Code.INTERNAL);
  }

  @Test
  void oneChainServesTwoServers() {
    try (GRPCTestClient first = kit(new NoteService());
        GRPCTestClient second = kit(new NoteService())) {
      for (GRPCTestClient kit : List.of(first, second)) {
        kit.stub(NoteServiceGrpc::newBlockingStub).write(WriteRequest.getDefaultInstance());
      }
    }

    assertThat(count("grpc.requests", NoteService.WRITE, "OK")).isEqualTo(2);
    assertThat(count("grpc.client.requests", NoteService.WRITE, "OK")).isEqualTo(2);
  }

  @Test
  void unknownMethodsFailOnTheClientOnly() {
    try (GRPCTestClient kit = kit(new NoteService())) {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  kit.stub(NoteServiceGrpc::newBlockingStub)
                      .delete(ReadRequest.getDefaultInstance()));

      assertThat(RpcException.from(failure).code()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    String delete = NoteServiceGrpc.getDeleteMethod().getFullMethodName();
    assertThat(count("grpc.client.requests", delete, "UNIMPLEMENTED")).isEqualTo(1);
  }

  private double count(String meter, String method, String status) {
    return registry.get(meter).tag("method", method).tag("status", status).counter().count();
  }

  private GRPCTestClient kit(NoteService service) {
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(server)
        .addClientInterceptor(client)
        .build()
        .start();
  }

  private static final class Throwing implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
        @Override
        public void onHalfClose() {
          throw new IllegalStateException("bug");
        }
      };
    }
  }

  /** Asks the next one, if there is one; its channel has the chain already. */
  private static final class Next extends NoteService {

    private final Channel next;
    private final List<CallContext> seen;
    private final List<Long> left;

    Next(Channel next, List<CallContext> seen, List<Long> left) {
      this.next = next;
      this.seen = seen;
      this.left = left;
    }

    @Override
    public void write(WriteRequest request, StreamObserver<Note> responses) {
      CallContext context = CallContext.current();
      seen.add(context);
      left.add(context.deadline().orElseThrow().timeRemaining(TimeUnit.MILLISECONDS));
      if (next != null) {
        NoteServiceGrpc.newBlockingStub(next).write(request);
      }
      super.write(request, responses);
    }
  }
}
