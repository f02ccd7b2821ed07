package dev.grapnel.interceptors.metrics;

import static dev.grapnel.interceptors.metrics.Metered.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallSelector;
import dev.grapnel.core.lifecycle.Vital;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.SelectInterceptor;
import dev.grapnel.interceptors.ServerChain;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What servers tell of themselves, on a page of Prometheus. */
class VitalsTest {

  private final Metered metered = Metered.create();
  private final MetricsInterceptor metrics = MetricsInterceptor.create(metered.registry());

  private static List<Vital> server(double waiting, double refused, double secondsLeft) {
    return List.of(
        Vital.gauge("grpc.server.calls.waiting", "Calls that wait", () -> waiting),
        Vital.counter("grpc.server.refused", "Calls refused", () -> refused).label("why", "full"),
        Vital.gauge("grpc.server.certificate.expiry", "Time left", () -> secondsLeft).in("s"),
        Vital.gauge("grpc.server.buffers", "Memory", () -> 7).in("By"));
  }

  private double waiting() {
    return metered.page().value("grpc_server_calls_waiting");
  }

  private double refused() {
    return metered.page().value("grpc_server_refused_total", "why", "full");
  }

  private double expiry() {
    return metered.page().value("grpc_server_certificate_expiry_seconds");
  }

  @Test
  void haveNamesUnitsAndLabelsAsInPrometheus() {
    metrics.serverVitals(server(3, 2, 100));

    assertThat(metered.registry().scrape())
        .contains(
            "# HELP grpc_server_calls_waiting Calls that wait\n",
            "# TYPE grpc_server_calls_waiting gauge\n",
            "grpc_server_calls_waiting 3.0\n",
            "# TYPE grpc_server_refused_total counter\n",
            "grpc_server_refused_total{why=\"full\"} 2.0\n",
            "# TYPE grpc_server_certificate_expiry_seconds gauge\n",
            "grpc_server_certificate_expiry_seconds 100.0\n",
            "grpc_server_buffers_bytes 7.0\n");
  }

  @Test
  void ofSeveralServersAddUpAndOfTimesTheShortestIsShown() {
    metrics.serverVitals(server(3, 2, 100));
    MetricsInterceptor.create(metered.registry()).serverVitals(server(4, 5, 50));

    assertThat(waiting()).isEqualTo(7);
    assertThat(refused()).isEqualTo(7);
    assertThat(expiry()).isEqualTo(50);
  }

  @Test
  void ofOneServerCountOnceHoweverOftenTheyAreTold() {
    List<Vital> vitals = server(3, 2, 100);
    metrics.serverVitals(vitals);
    metrics.serverVitals(vitals);
    assertThat(waiting()).isEqualTo(3);

    metrics.serverClosed(vitals);
    metrics.serverClosed(vitals);
    assertThat(waiting()).isZero();
    assertThat(refused()).isEqualTo(2);
  }

  @Test
  void getThroughAChainAndASelection() {
    var selected = SelectInterceptor.server(CallSelector.types(MethodType.UNARY), metrics);
    var chain = ServerChain.builder().metrics(selected).build();
    List<Vital> vitals = server(3, 2, 100);

    chain.serverVitals(vitals);
    assertThat(waiting()).isEqualTo(3);
    chain.serverClosed(vitals);
    assertThat(waiting()).isZero();
  }

  @Test
  void ofAClosedServerGoButWhatItCountedStays() {
    List<Vital> closed = server(3, 2, 50);
    metrics.serverVitals(closed);
    metrics.serverVitals(server(4, 5, 100));

    metrics.serverClosed(closed);

    assertThat(waiting()).isEqualTo(4);
    assertThat(refused()).isEqualTo(7);
    assertThat(expiry()).isEqualTo(100);
  }

  @Test
  void letGoOfAClosedServerAndShowTheNextOne() {
    AtomicInteger server = new AtomicInteger(3);
    List<Vital> vitals = List.of(Vital.gauge("grpc.server.x", "x", server::get).in("s"));
    metrics.serverVitals(vitals);
    metrics.serverClosed(vitals);
    assertThat(metered.page().value("grpc_server_x_seconds")).isNaN();
    WeakReference<AtomicInteger> gone = new WeakReference<>(server);
    server = null;
    vitals = null;
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (gone.get() != null && System.nanoTime() < end) {
      System.gc();
    }
    assertThat(gone.get()).isNull();

    metrics.serverVitals(List.of(Vital.gauge("grpc.server.x", "x", () -> 9).in("s")));
    assertThat(metered.page().value("grpc_server_x_seconds")).isEqualTo(9);
  }

  /** Stands in for a server, which measures before the first interceptor runs. */
  private static ServerInterceptor waited(Duration time) {
    return new ServerInterceptor() {
      @Override
      public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
          ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        CallContext.current().queuedFor(time.toNanos());
        return next.startCall(call, headers);
      }
    };
  }

  private void callAfterWaiting(Duration time) {
    var builder =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(waited(time))
            .addInterceptor(metrics);
    try (var client = builder.build().start()) {
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
    }
  }

  @Test
  void theTimeThatACallWaitedIsRecordedOnce() {
    callAfterWaiting(Duration.ofMillis(3));

    String name = "grpc_server_call_queue_wait_seconds";
    assertThat(metered.page().type(name)).isEqualTo("histogram");
    assertThat(metered.value(name + "_count", NoteService.WRITE)).isEqualTo(1);
    assertThat(metered.value(name + "_sum", NoteService.WRITE)).isEqualTo(0.003);
    assertThat(metered.page().value(name + "_bucket", "method", NoteService.WRITE, "le", "0.005"))
        .isEqualTo(1);
    assertThat(metered.page().value(name + "_bucket", "method", NoteService.WRITE, "le", "0.001"))
        .isZero();
  }

  @Test
  void aCallThatDidNotWaitShowsNothing() {
    callAfterWaiting(Duration.ZERO);

    assertThat(metered.page().names()).noneMatch(name -> name.contains("queue_wait"));
  }
}
