package dev.grapnel.interceptors.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.slf4j.event.Level;

/** Which calls are logged, and at which level. */
class SeverityTest {

  private static final Set<Status.Code> SERVERS_FAULT =
      EnumSet.of(
          Status.Code.UNKNOWN,
          Status.Code.INTERNAL,
          Status.Code.DATA_LOSS,
          Status.Code.UNAVAILABLE,
          Status.Code.DEADLINE_EXCEEDED);
  private static final Set<Status.Code> CLIENTS_CONCERN =
      EnumSet.of(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNIMPLEMENTED);

  private final LoggedLines server = new LoggedLines();
  private final LoggedLines client = new LoggedLines();
  private final VirtualClock clock = VirtualClock.create();

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OK")
  void dependsOnTheStatusAndTheSide(Status.Code code) {
    GRPCLogger onServer = server.settings().level(Level.DEBUG).sampling(0).build();
    GRPCLogger onClient = client.settings().level(Level.DEBUG).sampling(0).build();
    BindableService failing =
        FailingService.answering(code.toStatus().withDescription("x").asRuntimeException());
    try (var running =
        running(failing, LoggingInterceptor.of(onServer), LoggingInterceptor.of(onClient))) {
      AllKinds.UNARY.call(running.stub(NoteServiceGrpc::newStub));

      boolean fault = SERVERS_FAULT.contains(code);
      assertThat(server.next().level()).isEqualTo(fault ? Level.WARN : Level.DEBUG);
      boolean concern = fault || CLIENTS_CONCERN.contains(code);
      assertThat(client.next().level()).isEqualTo(concern ? Level.WARN : Level.DEBUG);
    }
  }

  @Test
  void isErrorForAllIfErrorIsTheLevel() {
    GRPCLogger onServer = server.settings().level(Level.ERROR).build();
    BindableService failing = FailingService.answering(Status.INTERNAL.asRuntimeException());
    try (var running = running(failing, LoggingInterceptor.of(onServer), client.interceptor())) {
      AllKinds.UNARY.call(running.stub(NoteServiceGrpc::newStub));

      assertThat(server.next().level()).isEqualTo(Level.ERROR);
    }
  }

  @Test
  void isWarnForSlowUnaryCalls() {
    GRPCLogger.Builder settings = server.settings().slowCallThreshold(Duration.ofSeconds(1));
    GRPCLogger text = settings.format(LogFormat.text("{status} {duration}")).sampling(0).build();
    GRPCLogger json =
        client
            .settings()
            .slowCallThreshold(Duration.ofSeconds(1))
            .format(LogFormat.json())
            .sampling(0)
            .build();
    LoggingInterceptor onServer = LoggedLines.interceptor(text, clock, 0);
    LoggingInterceptor onClient = LoggedLines.interceptor(json, clock, 0);
    try (var running = running(taking(Duration.ofMillis(1001)), onServer, onClient)) {
      AllKinds.UNARY.call(running.stub(NoteServiceGrpc::newStub));

      LoggedLines.Line line = server.next();
      assertThat(line.level()).isEqualTo(Level.WARN);
      assertThat(line.text()).isEqualTo("OK 1001.000ms (slow call)");
      assertThat(client.next().text()).endsWith(",\"slow\":true}");
    }
  }

  @Test
  void isNoWarningAtTheThresholdOrForStreams() {
    GRPCLogger settings =
        server
            .settings()
            .slowCallThreshold(Duration.ofSeconds(1))
            .format(LogFormat.text("{status} {duration}"))
            .build();
    LoggingInterceptor onServer = LoggedLines.interceptor(settings, clock, 0);
    try (var running = running(taking(Duration.ofSeconds(1)), onServer, client.interceptor())) {
      AllKinds.UNARY.call(running.stub(NoteServiceGrpc::newStub));
      assertThat(server.next().text()).isEqualTo("OK 1000.000ms");

      StreamRecorder<Note> answers = StreamRecorder.create();
      StreamObserver<WriteRequest> requests = running.stub(NoteServiceGrpc::newStub).chat(answers);
      clock.advance(Duration.ofHours(1));
      requests.onCompleted();
      assertThat(server.next().level()).isEqualTo(Level.INFO);
      answers.awaitEnd();
    }
  }

  @Test
  void leavesOutCallsThatAreNotOfTheSample() {
    GRPCLogger settings =
        server.settings().sampling(0.3).format(LogFormat.text("{request_id}")).build();
    LoggingInterceptor sampling =
        LoggedLines.interceptor(settings, clock, 0.29, 0.3, 0.99, 0.0, 0.31);
    try (var running = running(new NoteService(), sampling, client.interceptor("{request_id}"))) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        AllKinds.UNARY.call(running.stub(NoteServiceGrpc::newStub));
        ids.addAll(client.next(1));
      }
      assertThat(server.next(2)).containsExactly(ids.get(0), ids.get(3));
    }
    assertThat(server.left()).isEmpty();
  }

  @Test
  void leavesOutAllCallsThatEndWellIfTheShareIsZero() {
    GRPCLogger settings = server.settings().sampling(0).build();
    LoggingInterceptor sampling = LoggedLines.interceptor(settings, clock, 0);
    try (var running = running(new NoteService(), sampling, client.interceptor())) {
      AllKinds.UNARY.call(running.stub(NoteServiceGrpc::newStub));
      client.next();
    }
    assertThat(server.left()).isEmpty();
  }

  private NoteService taking(Duration time) {
    return new NoteService() {
      @Override
      public void write(WriteRequest request, StreamObserver<Note> responses) {
        clock.advance(time);
        super.write(request, responses);
      }
    };
  }

  private static GRPCTestClient running(
      BindableService service, LoggingInterceptor server, LoggingInterceptor client) {
    return GRPCTestClient.builder()
        .addService(service)
        .addInterceptor(server)
        .addClientInterceptor(client)
        .build()
        .start();
  }
}
