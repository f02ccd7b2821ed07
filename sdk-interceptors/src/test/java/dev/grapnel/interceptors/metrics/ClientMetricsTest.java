package dev.grapnel.interceptors.metrics;

import static dev.grapnel.interceptors.metrics.Metered.read;
import static dev.grapnel.interceptors.metrics.Metered.write;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;

class ClientMetricsTest {

  private final Metered metered = Metered.create();
  private final MetricsInterceptor metrics = MetricsInterceptor.create(metered.registry());

  private GRPCTestClient calling(NoteService service) {
    return GRPCTestClient.builder()
        .addService(service)
        .addClientInterceptor(metrics)
        .build()
        .start();
  }

  @Test
  void countsAUnaryCall() {
    try (var client = calling(new NoteService())) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("abc"));
    }

    assertThat(metered.registry().scrape())
        .contains(
            "grpc_client_requests_total{method=\"grapnel.interceptors.test.v1.NoteService/Write\","
                + "status=\"OK\"} 1.0\n",
            "# TYPE grpc_client_request_duration_seconds histogram\n");
    assertThat(metered.value("grpc_client_messages_sent_total", NoteService.WRITE)).isEqualTo(1);
    assertThat(metered.value("grpc_client_messages_received_total", NoteService.WRITE))
        .isEqualTo(1);
    assertThat(metered.value("grpc_client_message_sent_bytes_sum", NoteService.WRITE))
        .isEqualTo(write("abc").getSerializedSize());
    assertThat(metered.page().names()).noneMatch(name -> name.startsWith("grpc_request"));
  }

  @Test
  void countsStreamsOfAllKinds() {
    try (var client = calling(new NoteService())) {
      var notes = client.stub(NoteServiceGrpc::newStub);
      StreamRecorder<Note> read = StreamRecorder.create();
      notes.read(read("a", 3), read);
      StreamRecorder<Notes> written = StreamRecorder.create();
      StreamObserver<WriteRequest> writes = notes.writeAll(written);
      writes.onNext(write("a"));
      writes.onNext(write("b"));
      writes.onCompleted();
      StreamRecorder<Note> chatted = StreamRecorder.create();
      StreamObserver<WriteRequest> chat = notes.chat(chatted);
      chat.onNext(write("a"));
      chatted.awaitMessages(1);
      assertThat(metered.value("grpc_client_active_calls", NoteService.CHAT)).isEqualTo(1);
      chat.onCompleted();
      read.awaitEnd();
      written.awaitEnd();
      chatted.awaitEnd();
    }

    for (String method : new String[] {NoteService.READ, NoteService.WRITE_ALL, NoteService.CHAT}) {
      assertThat(metered.clientRequests(method, "OK")).isEqualTo(1);
      assertThat(metered.value("grpc_client_active_calls", method)).isZero();
    }
    assertThat(metered.value("grpc_client_messages_received_total", NoteService.READ)).isEqualTo(3);
    assertThat(metered.value("grpc_client_messages_sent_total", NoteService.WRITE_ALL))
        .isEqualTo(2);
  }

  @Test
  void countsTheStatusThatTheCallerGets() {
    try (var client = calling(new NoteService())) {
      var notes = client.stub(NoteServiceGrpc::newBlockingStub);
      assertThatCall(() -> notes.delete(read("a", 1))).failsWith(Status.Code.UNIMPLEMENTED);
    }

    assertThat(metered.clientRequests(NoteServiceGrpc.SERVICE_NAME + "/Delete", "UNIMPLEMENTED"))
        .isEqualTo(1);
  }

  @Test
  void countsACancelledCallOnce() {
    try (var client = calling(new NoteService())) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      client.stub(NoteServiceGrpc::newStub).chat(answers).onNext(write("a"));
      answers.awaitMessages(1);
      answers.cancel();
      answers.awaitEnd();
    }

    assertThat(metered.clientRequests(NoteService.CHAT, "CANCELLED")).isEqualTo(1);
    assertThat(metered.value("grpc_client_request_duration_seconds_count", NoteService.CHAT))
        .isEqualTo(1);
  }

  @Test
  void countsACallThatIsCancelledBeforeItStarts() {
    ClientCall<WriteRequest, Note> call =
        ClientInterceptors.intercept(NoChannel.INSTANCE, metrics)
            .newCall(NoteServiceGrpc.getWriteMethod(), CallOptions.DEFAULT);
    call.cancel("not wanted", null);
    call.cancel("not wanted", null);

    assertThat(metered.clientRequests(NoteService.WRITE, "CANCELLED")).isEqualTo(1);
    assertThat(metered.value("grpc_client_active_calls", NoteService.WRITE)).isZero();
  }

  @Test
  void countsACallThatDoesNotStart() {
    var notes =
        NoteServiceGrpc.newBlockingStub(ClientInterceptors.intercept(NoChannel.INSTANCE, metrics));

    assertThatThrownBy(() -> notes.write(write("a"))).hasMessageContaining("nowhere");
    assertThat(metered.clientRequests(NoteService.WRITE, "UNKNOWN")).isEqualTo(1);
    assertThat(metered.value("grpc_client_active_calls", NoteService.WRITE)).isZero();
  }

  @Test
  void holdsBothSidesInOneRegistry() {
    var builder =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(metrics)
            .addClientInterceptor(metrics);
    try (var client = builder.build().start()) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }

    assertThat(metered.requests(NoteService.WRITE, "OK")).isEqualTo(1);
    assertThat(metered.clientRequests(NoteService.WRITE, "OK")).isEqualTo(1);
  }
}
