package dev.grapnel.interceptors.metrics;

import static dev.grapnel.interceptors.metrics.Metered.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.ServerAwareInterceptor;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.Transport;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerTransportFilter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class ConnectionCounterTest {

  private final Metered metered = Metered.create();
  private final LongAdder open = new LongAdder();
  private final ConnectionCounter counter = new ConnectionCounter(open);

  private double connections() {
    return metered.page().value("grpc_active_connections");
  }

  /** Tells when a connection has ended; the metrics, whose filter is asked before, know it then. */
  private static final class EndsWatch implements ServerAwareInterceptor {
    private final CountDownLatch firstEnd = new CountDownLatch(1);

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return next.startCall(call, headers);
    }

    @Override
    public List<ServerTransportFilter> transportFilters() {
      return List.of(
          new ServerTransportFilter() {
            @Override
            public void transportTerminated(Attributes transport) {
              firstEnd.countDown();
            }
          });
    }
  }

  @Test
  void showsConnectionsWhileTheyAreOpen() throws Exception {
    EndsWatch watch = new EndsWatch();
    var builder =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .transport(Transport.LOOPBACK)
            .addInterceptor(watch)
            .addInterceptor(MetricsInterceptor.create(metered.registry()));
    try (var client = builder.build().start()) {
      assertThat(connections()).isZero();
      client.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
      assertThat(connections()).isEqualTo(1);
      try (var second = GRPCTestClient.to("127.0.0.1", client.port()).start()) {
        second.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
        assertThat(connections()).isEqualTo(2);
      }
      assertThat(watch.firstEnd.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(connections()).isEqualTo(1);
    }
    assertThat(connections()).isZero();
  }

  @Test
  void addsUpTwoServersOnOneRegistry() {
    try (var first = loopback();
        var second = loopback()) {
      first.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
      second.stub(NoteServiceGrpc::newBlockingStub).write(write("a"));
      assertThat(connections()).isEqualTo(2);
    }
    assertThat(connections()).isZero();
  }

  private GRPCTestClient loopback() {
    return GRPCTestClient.builder()
        .addService(new NoteService())
        .transport(Transport.LOOPBACK)
        .addInterceptor(MetricsInterceptor.create(metered.registry()))
        .build()
        .start();
  }

  @Test
  void ignoresTheEndOfWhatNeverWasReady() {
    counter.transportTerminated(null);
    counter.transportTerminated(Attributes.EMPTY);

    assertThat(open.sum()).isZero();
  }

  @Test
  void countsOneEndForEachConnection() {
    Attributes first = counter.transportReady(Attributes.EMPTY);
    Attributes second = counter.transportReady(Attributes.EMPTY);
    assertThat(open.sum()).isEqualTo(2);

    counter.transportTerminated(first);
    counter.transportTerminated(first);
    assertThat(open.sum()).isEqualTo(1);
    counter.transportTerminated(second);
    assertThat(open.sum()).isZero();
  }

  @Test
  void givesUpConnectionsThatALaterFilterRefused() {
    counter.transportReady(Attributes.EMPTY);

    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (open.sum() > 0 && System.nanoTime() < end) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(open.sum()).isZero();
  }

  @Test
  void countsApartWhatTwoFiltersSee() {
    LongAdder others = new LongAdder();
    ConnectionCounter other = new ConnectionCounter(others);

    Attributes seenByBoth = other.transportReady(counter.transportReady(Attributes.EMPTY));
    counter.transportTerminated(seenByBoth);

    assertThat(open.sum()).isZero();
    assertThat(others.sum()).isEqualTo(1);
  }
}
