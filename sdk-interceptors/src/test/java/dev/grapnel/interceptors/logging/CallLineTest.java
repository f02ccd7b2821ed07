package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.call.CallTrace;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

/** What the line of a call that ends well says. */
class CallLineTest {

  private static final String COUNTS =
      "{side} {method} {status} {messages_received} {messages_sent}";
  private static final CallTrace TRACE =
      new CallTrace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

  private final LoggedLines server = new LoggedLines();
  private final LoggedLines client = new LoggedLines();

  @ParameterizedTest
  @EnumSource
  void tellsMethodStatusAndCountsOnBothSides(AllKinds kind) {
    try (var running = running(server.interceptor(COUNTS), client.interceptor(COUNTS))) {
      kind.call(running.stub(NoteServiceGrpc::newStub));

      assertThat(server.next().text())
          .isEqualTo(
              "server %s OK %d %d".formatted(kind.method(), kind.requests(), kind.responses()));
      assertThat(client.next().text())
          .isEqualTo(
              "client %s OK %d %d".formatted(kind.method(), kind.responses(), kind.requests()));
    }
    assertThat(server.left()).isEmpty();
    assertThat(client.left()).isEmpty();
  }

  @Test
  void hasEverythingByDefault() {
    try (var running = running(server.interceptor(), client.interceptor())) {
      AllKinds.UNARY.call(
          running.as(Principal.builder("ana").build()).stub(NoteServiceGrpc::newStub));

      LoggedLines.Line line = server.next();
      assertThat(line.level()).isEqualTo(Level.INFO);
      assertThat(line.text())
          .matches(
              "server grapnel.interceptors.test.v1.NoteService/Write OK \\d+\\.\\d{3}ms"
                  + " peer=(inprocess|ipv4):\\S+ request_id=[0-9a-f]{16} trace_id=-"
                  + " principal=ana received=1 sent=1 description=-");
      assertThat(client.next().text())
          .matches(
              "client grapnel.interceptors.test.v1.NoteService/Write OK \\d+\\.\\d{3}ms"
                  + " peer=(inprocess|ipv4):\\S+ request_id=[0-9a-f]{16} trace_id=-"
                  + " principal=- received=1 sent=1 description=-");
    }
  }

  @Test
  void tellsTheTraceThatAnInnerInterceptorFound() {
    ServerInterceptor tracing =
        new ServerInterceptor() {
          @Override
          public <Q, P> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
            CallContext.current().tracedAs(TRACE);
            return next.startCall(call, headers);
          }
        };
    var running =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(server.interceptor("{trace_id}"))
            .addInterceptor(tracing)
            .build();
    try (running) {
      AllKinds.UNARY.call(running.start().stub(NoteServiceGrpc::newStub));

      LoggedLines.Line line = server.next();
      assertThat(line.text()).isEqualTo(TRACE.traceId());
      assertThat(line.mdc()).containsEntry("trace_id", TRACE.traceId());
    }
  }

  @Test
  void measuresOnBothSides() {
    VirtualClock clock = VirtualClock.create();
    NoteService slow =
        new NoteService() {
          @Override
          public void write(WriteRequest request, StreamObserver<Note> responses) {
            clock.advance(Duration.ofNanos(1_002_003_999));
            super.write(request, responses);
          }
        };
    GRPCLogger onServer = server.settings().format(LogFormat.text("{duration}")).build();
    GRPCLogger onClient = client.settings().format(LogFormat.text("{duration}")).build();
    var running =
        GRPCTestClient.builder()
            .addService(slow)
            .addInterceptor(LoggedLines.interceptor(onServer, clock, 0))
            .addClientInterceptor(LoggedLines.interceptor(onClient, clock, 0))
            .build();
    try (running) {
      AllKinds.UNARY.call(running.start().stub(NoteServiceGrpc::newStub));

      assertThat(server.next().text()).isEqualTo("1002.003ms");
      assertThat(client.next().text()).isEqualTo("1002.003ms");
    }
  }

  @Test
  void isNotWrittenBelowTheLevelOfTheLogger() {
    server.threshold(ch.qos.logback.classic.Level.INFO);
    GRPCLogger debug = server.settings().level(Level.DEBUG).build();
    try (var running = running(LoggingInterceptor.of(debug), client.interceptor())) {
      AllKinds.UNARY.call(running.stub(NoteServiceGrpc::newStub));
      client.next();
    }
    assertThat(server.left()).isEmpty();
  }

  private static GRPCTestClient running(LoggingInterceptor server, LoggingInterceptor client) {
    return GRPCTestClient.builder()
        .addService(new NoteService())
        .addInterceptor(server)
        .addClientInterceptor(client)
        .build()
        .start();
  }
}
