package dev.grapnel.interceptors.metrics;

import static dev.grapnel.interceptors.metrics.Metered.read;
import static dev.grapnel.interceptors.metrics.Metered.write;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {

  private final Metered metered = Metered.create();
  private final MetricsInterceptor metrics = MetricsInterceptor.create(metered.registry());

  private GRPCTestClient serving(NoteService service, ServerInterceptor... inner) {
    var builder = GRPCTestClient.builder().addService(service).addInterceptor(metrics);
    for (ServerInterceptor interceptor : inner) {
      builder.addInterceptor(interceptor);
    }
    return builder.build().start();
  }

  @Test
  void countsAUnaryCallExactlyOnce() {
    try (var client = serving(new NoteService())) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));

      assertThat(metered.registry().scrape())
          .contains(
              "# HELP grpc_requests_total Calls that ended\n",
              "# TYPE grpc_requests_total counter\n",
              "grpc_requests_total{method=\"grapnel.interceptors.test.v1.NoteService/Write\","
                  + "status=\"OK\"} 1.0\n",
              "# TYPE grpc_request_duration_seconds histogram\n",
              "grpc_request_duration_seconds_bucket{method="
                  + "\"grapnel.interceptors.test.v1.NoteService/Write\",le=\"+Inf\"} 1\n",
              "grpc_request_duration_seconds_count{method="
                  + "\"grapnel.interceptors.test.v1.NoteService/Write\"} 1\n",
              "# TYPE grpc_active_connections gauge\n",
              "# TYPE grpc_active_calls gauge\n",
              "grpc_active_calls{method=\"grapnel.interceptors.test.v1.NoteService/Write\"} 0.0\n",
              "# TYPE grpc_messages_received_total counter\n",
              "# TYPE grpc_messages_sent_total counter\n",
              "# TYPE grpc_message_received_bytes summary\n",
              "# TYPE grpc_message_sent_bytes summary\n");
    }
  }

  @Test
  void hasTheBucketsOfA66() {
    try (var client = serving(new NoteService())) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }

    assertThat(
            metered.page().labelValues("grpc_request_duration_seconds_bucket", "le").stream()
                .map(le -> Double.valueOf(le.replace("+Inf", "Infinity"))))
        .containsExactly(
            0.00001,
            0.00005,
            0.0001,
            0.0003,
            0.0006,
            0.0008,
            0.001,
            0.002,
            0.003,
            0.004,
            0.005,
            0.006,
            0.008,
            0.01,
            0.013,
            0.016,
            0.02,
            0.025,
            0.03,
            0.04,
            0.05,
            0.065,
            0.08,
            0.1,
            0.13,
            0.16,
            0.2,
            0.25,
            0.3,
            0.4,
            0.5,
            0.65,
            0.8,
            1.0,
            2.0,
            5.0,
            10.0,
            20.0,
            50.0,
            100.0,
            Double.POSITIVE_INFINITY);
  }

  @Test
  void countsServerStreaming() {
    try (var client = serving(new NoteService())) {
      Iterator<Note> notes = client.stub(NoteServiceGrpc::newBlockingStub).read(read("hello", 3));
      assertThat(notes).toIterable().hasSize(3);
    }

    assertThat(metered.requests(NoteService.READ, "OK")).isEqualTo(1);
    assertThat(metered.value("grpc_messages_received_total", NoteService.READ)).isEqualTo(1);
    assertThat(metered.value("grpc_messages_sent_total", NoteService.READ)).isEqualTo(3);
    int size = Note.newBuilder().setText("hello").build().getSerializedSize();
    assertThat(metered.value("grpc_message_sent_bytes_count", NoteService.READ)).isEqualTo(3);
    assertThat(metered.value("grpc_message_sent_bytes_sum", NoteService.READ)).isEqualTo(3 * size);
    assertThat(metered.value("grpc_message_received_bytes_sum", NoteService.READ))
        .isEqualTo(read("hello", 3).getSerializedSize());
  }

  @Test
  void countsClientStreaming() {
    try (var client = serving(new NoteService())) {
      StreamRecorder<Notes> answers = StreamRecorder.create();
      StreamObserver<WriteRequest> requests =
          client.stub(NoteServiceGrpc::newStub).writeAll(answers);
      requests.onNext(write("a"));
      requests.onNext(write("b"));
      requests.onCompleted();
      answers.awaitEnd();
    }

    assertThat(metered.requests(NoteService.WRITE_ALL, "OK")).isEqualTo(1);
    assertThat(metered.value("grpc_messages_received_total", NoteService.WRITE_ALL)).isEqualTo(2);
    assertThat(metered.value("grpc_messages_sent_total", NoteService.WRITE_ALL)).isEqualTo(1);
  }

  @Test
  void showsBidiCallsWhileTheyAreOpen() {
    try (var client = serving(new NoteService())) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      StreamObserver<WriteRequest> requests = client.stub(NoteServiceGrpc::newStub).chat(answers);
      requests.onNext(write("a"));
      answers.awaitMessages(1);

      assertThat(metered.value("grpc_active_calls", NoteService.CHAT)).isEqualTo(1);
      assertThat(metered.ended(NoteService.CHAT)).isZero();
      requests.onCompleted();
      answers.awaitEnd();
      assertThat(metered.value("grpc_active_calls", NoteService.CHAT)).isZero();
      assertThat(metered.requests(NoteService.CHAT, "OK")).isEqualTo(1);
      assertThat(metered.ended(NoteService.CHAT)).isEqualTo(1);
    }
  }

  @Test
  void countsTheStatusThatAHandlerSends() {
    NoteService service =
        new NoteService() {
          @Override
          public void delete(ReadRequest request, StreamObserver<Note> responses) {
            responses.onError(Status.NOT_FOUND.asRuntimeException());
          }
        };
    try (var client = serving(service)) {
      assertThatCall(() -> client.stub(NoteServiceGrpc::newBlockingStub).delete(read("x", 1)))
          .failsWith(Status.Code.NOT_FOUND);
    }

    assertThat(metered.requests(NoteServiceGrpc.SERVICE_NAME + "/Delete", "NOT_FOUND"))
        .isEqualTo(1);
  }

  @Test
  void countsTheMappedStatusOfWhatAHandlerThrows() {
    NoteService service =
        new NoteService() {
          @Override
          public void write(WriteRequest request, StreamObserver<Note> responses) {
            throw request.getText().isEmpty()
                ? RpcException.of(Status.Code.INVALID_ARGUMENT, "no text")
                : new IllegalStateException("broken");
          }
        };
    try (var client = serving(service)) {
      var notes = client.stub(NoteServiceGrpc::newBlockingStub);
      assertThatCall(() -> notes.write(write("a"))).failsWith(Status.Code.INTERNAL);
      assertThatCall(() -> notes.write(write(""))).failsWith(Status.Code.INVALID_ARGUMENT);
    }

    assertThat(metered.requests(NoteService.WRITE, "INTERNAL")).isEqualTo(1);
    assertThat(metered.requests(NoteService.WRITE, "INVALID_ARGUMENT")).isEqualTo(1);
    assertThat(metered.ended(NoteService.WRITE)).isEqualTo(2);
    assertThat(metered.value("grpc_active_calls", NoteService.WRITE)).isZero();
  }

  @Test
  void countsWhatInnerInterceptorsRefuse() {
    try (var client = serving(new NoteService(), refusing(Status.PERMISSION_DENIED))) {
      assertThatCall(() -> client.stub(NoteServiceGrpc::newBlockingStub).write(write("a")))
          .failsWith(Status.Code.PERMISSION_DENIED);
    }

    assertThat(metered.requests(NoteService.WRITE, "PERMISSION_DENIED")).isEqualTo(1);
    assertThat(metered.value("grpc_active_calls", NoteService.WRITE)).isZero();
  }

  private static ServerInterceptor refusing(Status status) {
    return new ServerInterceptor() {
      @Override
      public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
          ServerCall<ReqT, RespT> call,
          Metadata headers,
          io.grpc.ServerCallHandler<ReqT, RespT> next) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
      }
    };
  }

  @Test
  void countsWhatAnInnerInterceptorThrows() {
    try (var client =
        serving(
            new NoteService(),
            new ServerInterceptor() {
              @Override
              public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
                  ServerCall<ReqT, RespT> call,
                  Metadata headers,
                  io.grpc.ServerCallHandler<ReqT, RespT> next) {
                if (call.getMethodDescriptor().getFullMethodName().equals(NoteService.READ)) {
                  throw Status.ABORTED.asRuntimeException();
                }
                throw new IllegalStateException("broken");
              }
            })) {
      var notes = client.stub(NoteServiceGrpc::newBlockingStub);
      assertThatCall(() -> notes.write(write("a"))).failsWith(Status.Code.INTERNAL);
      assertThatCall(() -> notes.read(read("a", 1)).hasNext()).failsWith(Status.Code.ABORTED);
    }

    assertThat(metered.requests(NoteService.WRITE, "INTERNAL")).isEqualTo(1);
    assertThat(metered.requests(NoteService.READ, "ABORTED")).isEqualTo(1);
    assertThat(metered.value("grpc_active_calls", NoteService.WRITE)).isZero();
  }

  @Test
  void addsUpTwoServersOnOneRegistry() {
    MetricsInterceptor second = MetricsInterceptor.create(metered.registry());
    var other = GRPCTestClient.builder().addService(new NoteService()).addInterceptor(second);
    try (var client = serving(new NoteService());
        var otherClient = other.build().start()) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      StreamRecorder<Note> otherAnswers = StreamRecorder.create();
      var chat = client.stub(NoteServiceGrpc::newStub).chat(answers);
      var otherChat = otherClient.stub(NoteServiceGrpc::newStub).chat(otherAnswers);
      chat.onNext(write("a"));
      otherChat.onNext(write("b"));
      answers.awaitMessages(1);
      otherAnswers.awaitMessages(1);

      assertThat(metered.value("grpc_active_calls", NoteService.CHAT)).isEqualTo(2);
      chat.onCompleted();
      otherChat.onCompleted();
      answers.awaitEnd();
      otherAnswers.awaitEnd();
      assertThat(metered.value("grpc_active_calls", NoteService.CHAT)).isZero();
      assertThat(metered.requests(NoteService.CHAT, "OK")).isEqualTo(2);
    }
  }

  @Test
  void leavesSizesOutIfTold() {
    MetricsInterceptor plain =
        MetricsInterceptor.builder(metered.registry()).messageSizes(Toggle.OFF).build();
    var builder = GRPCTestClient.builder().addService(new NoteService()).addInterceptor(plain);
    try (var client = builder.build().start()) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }

    assertThat(metered.page().names())
        .contains("grpc_messages_sent_total")
        .noneMatch(name -> name.contains("bytes"));
  }
}
