package dev.grapnel.interceptors.metrics;

import static dev.grapnel.interceptors.metrics.Metered.read;
import static dev.grapnel.interceptors.metrics.Metered.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grapnel.core.config.ConfigException;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.micrometer.core.instrument.Gauge;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class MethodLabelsTest {

  private static final String DYNAMIC = "dynamic.Service/Do";

  private final Metered metered = Metered.create();

  /** What a proxy or a fallback registry makes of any name. */
  private static MethodDescriptor<WriteRequest, Note> dynamic(String name) {
    return NoteServiceGrpc.getWriteMethod().toBuilder()
        .setFullMethodName(name)
        .setSchemaDescriptor(null)
        .setSampledToLocalTracing(false)
        .build();
  }

  private static ServerServiceDefinition service(MethodDescriptor<WriteRequest, Note> method) {
    return ServerServiceDefinition.builder(method.getServiceName())
        .addMethod(
            method,
            ServerCalls.asyncUnaryCall(
                (request, responses) -> {
                  responses.onNext(Note.getDefaultInstance());
                  responses.onCompleted();
                }))
        .build();
  }

  private void callDynamic(MetricsInterceptor metrics) {
    var builder =
        GRPCTestClient.builder()
            .addService(service(dynamic(DYNAMIC)))
            .addInterceptor(metrics)
            .addClientInterceptor(metrics);
    try (var client = builder.build().start()) {
      ClientCalls.blockingUnaryCall(
          client.channel(), dynamic(DYNAMIC), CallOptions.DEFAULT, write("a"));
    }
  }

  @Test
  void foldsMethodsThatAreNotGenerated() {
    callDynamic(MetricsInterceptor.create(metered.registry()));

    assertThat(metered.requests("other", "OK")).isEqualTo(1);
    assertThat(metered.clientRequests("other", "OK")).isEqualTo(1);
    assertThat(metered.registry().scrape()).doesNotContain("dynamic.Service");
  }

  @Test
  void namesMethodsThatAreAdded() {
    callDynamic(MetricsInterceptor.builder(metered.registry()).addMethod(DYNAMIC).build());

    assertThat(metered.requests(DYNAMIC, "OK")).isEqualTo(1);
    assertThat(metered.clientRequests(DYNAMIC, "OK")).isEqualTo(1);
  }

  @Test
  void foldsWhatIsTooMuch() {
    var metrics = MetricsInterceptor.builder(metered.registry()).maxMethods(1).build();
    var builder = GRPCTestClient.builder().addService(new NoteService()).addInterceptor(metrics);
    try (var client = builder.build().start()) {
      var notes = client.stub(NoteServiceGrpc::newBlockingStub);
      for (int i = 0; i < 2; i++) {
        notes.write(write("a"));
        assertThat(notes.read(read("a", 1))).toIterable().hasSize(1);
      }
    }

    assertThat(metered.requests(NoteService.WRITE, "OK")).isEqualTo(2);
    assertThat(metered.requests("other", "OK")).isEqualTo(2);
  }

  @Test
  void answersCallsThatTheRegistryWillNotCount() {
    Gauge.builder("grpc.requests", () -> 7)
        .tags("method", NoteService.WRITE, "status", "OK")
        .register(metered.registry());
    var metrics = MetricsInterceptor.create(metered.registry());
    var builder = GRPCTestClient.builder().addService(new NoteService()).addInterceptor(metrics);
    try (var client = builder.build().start()) {
      var notes = client.stub(NoteServiceGrpc::newBlockingStub);
      assertThat(notes.write(write("a")).getText()).isEqualTo("a");
      assertThat(notes.write(write("b")).getText()).isEqualTo("b");
    }

    assertThat(metered.ended(NoteService.WRITE)).isEqualTo(2);
    assertThat(metered.requests(NoteService.WRITE, "OK")).isZero();
    assertThat(metered.value("grpc_messages_sent_total", NoteService.WRITE)).isEqualTo(2);
  }

  @Property(tries = 200)
  void escapesWhateverAMethodIsCalled(
      @ForAll @NotEmpty @CharRange(from = ' ', to = '~') @CharRange(from = '\n', to = '\n')
          String name) {
    Metered fresh = Metered.create();
    String full = "a/" + name + "x";
    MetricsInterceptor metrics =
        MetricsInterceptor.builder(fresh.registry()).addMethod(full).build();
    metrics
        .interceptCall(dynamic(full), CallOptions.DEFAULT, NoChannel.INSTANCE)
        .cancel("property", null);

    assertThat(fresh.clientRequests(full, "CANCELLED")).isEqualTo(1);
  }

  @Test
  void tellsAllThatIsWrong() {
    var builder =
        MetricsInterceptor.builder(metered.registry()).maxMethods(0).addMethod("Get").target(" ");

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("maxMethods is 0: expected at least 1")
        .hasMessageContaining("addMethod is \"Get\": expected service and method")
        .hasMessageContaining("target is blank");
  }

  @Test
  void wantsRoomForTheMethodsThatAreAdded() {
    var builder =
        MetricsInterceptor.builder(metered.registry())
            .maxMethods(1)
            .addMethod("a.B/C")
            .addMethod("a.B/D");

    assertThatThrownBy(builder::build).hasMessageContaining("expected at most maxMethods");
  }
}
