package dev.grapnel.interceptors.metrics;

import static dev.grapnel.interceptors.metrics.Metered.read;
import static dev.grapnel.interceptors.metrics.Metered.write;
import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.config.Toggle;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class A66MetricsTest {

  private static final String TARGET = "dns:///notes.example.com:443";

  private final Metered metered = Metered.create();
  private final MetricsInterceptor metrics =
      MetricsInterceptor.builder(metered.registry()).a66(Toggle.ON).target(TARGET).build();

  private GRPCTestClient start(MetricsInterceptor interceptor) {
    return GRPCTestClient.builder()
        .addService(new NoteService())
        .transport(Transport.LOOPBACK)
        .addInterceptor(interceptor)
        .addClientInterceptor(interceptor)
        .build()
        .start();
  }

  private double client(String name, String method, String status) {
    return metered
        .page()
        .value(name, "grpc_method", method, "grpc_status", status, "grpc_target", TARGET);
  }

  @Test
  void measuresServerCalls() {
    try (var client = start(metrics)) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }

    PrometheusPage page = metered.page();
    assertThat(page.value("grpc_server_call_started_total", "grpc_method", NoteService.WRITE))
        .isEqualTo(1);
    assertThat(
            page.value(
                "grpc_server_call_duration_seconds_count",
                "grpc_method",
                NoteService.WRITE,
                "grpc_status",
                "OK"))
        .isEqualTo(1);
    assertThat(metered.requests(NoteService.WRITE, "OK")).isEqualTo(1);
  }

  @Test
  void measuresClientCallsAndTheirAttempts() {
    String text = "x".repeat(5_000);
    try (var client = start(metrics)) {
      var notes = client.stub(NoteServiceGrpc::newBlockingStub);
      notes.withCompression("gzip").write(write(text));
      assertThatCall(() -> notes.delete(read("a", 1))).failsWith(Status.Code.UNIMPLEMENTED);
    }

    String delete = NoteServiceGrpc.SERVICE_NAME + "/Delete";
    assertThat(client("grpc_client_call_duration_seconds_count", NoteService.WRITE, "OK"))
        .isEqualTo(1);
    assertThat(client("grpc_client_call_duration_seconds_count", delete, "UNIMPLEMENTED"))
        .isEqualTo(1);
    assertThat(client("grpc_client_attempt_duration_seconds_count", NoteService.WRITE, "OK"))
        .isEqualTo(1);
    assertThat(
            metered
                .page()
                .value(
                    "grpc_client_attempt_started_total",
                    "grpc_method",
                    NoteService.WRITE,
                    "grpc_target",
                    TARGET))
        .isEqualTo(1);
    String sent = "grpc_client_attempt_sent_total_compressed_message_size_bytes_sum";
    assertThat(client(sent, NoteService.WRITE, "OK")).isBetween(10.0, 1_000.0);
    String received = "grpc_client_attempt_rcvd_total_compressed_message_size_bytes_sum";
    assertThat(client(received, NoteService.WRITE, "OK"))
        .isEqualTo(Note.newBuilder().setText(text).build().getSerializedSize());
  }

  @Test
  void measuresCompressedSizesOnTheServer() {
    String text = "x".repeat(5_000);
    try (var client = start(metrics)) {
      client.stub(NoteServiceGrpc::newBlockingStub).withCompression("gzip").write(write(text));
    }

    // The stream is closed by the time the server is, though maybe not when the caller has its
    // answer.
    String[] labels = {"grpc_method", NoteService.WRITE, "grpc_status", "OK"};
    String received = "grpc_server_call_rcvd_total_compressed_message_size_bytes_sum";
    assertThat(metered.page().value(received, labels)).isBetween(10.0, 1_000.0);
    String sent = "grpc_server_call_sent_total_compressed_message_size_bytes_sum";
    assertThat(metered.page().value(sent, labels))
        .isEqualTo(Note.newBuilder().setText(text).build().getSerializedSize());
  }

  @Test
  void isOffUnlessAskedFor() {
    try (var client = start(MetricsInterceptor.create(metered.registry()))) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }

    assertThat(metered.page().names())
        .noneMatch(name -> name.matches("grpc_(server|client)_(call|attempt).*"));
  }

  @Test
  void hidesTheTargetUnlessTold() {
    try (var client =
        start(MetricsInterceptor.builder(metered.registry()).a66(Toggle.ON).build())) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }

    assertThat(metered.page().labelValues("grpc_client_call_duration_seconds_count", "grpc_target"))
        .containsExactly("other");
  }
}
