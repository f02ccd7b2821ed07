package dev.grapnel.interceptors.limits;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.grapnel.core.config.ConfigException;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceStub;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import dev.grapnel.testing.call.StreamRecorder;
import dev.grapnel.testing.time.VirtualClock;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConcurrencyLimitInterceptorTest {

  /** Outside of the limit: when it has seen the end, the call is not counted any more. */
  private final Outside outside = new Outside();

  private GRPCTestClient client(ServerInterceptor limit, ServerInterceptor... inside) {
    var builder =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(outside)
            .addInterceptor(limit);
    for (ServerInterceptor interceptor : inside) {
      builder.addInterceptor(interceptor);
    }
    return builder.build().start();
  }

  private static NoteServiceStub stub(GRPCTestClient client) {
    return client.stub(NoteServiceGrpc::newStub);
  }

  /** A call that runs until its requests end; it has begun when this returns. */
  private static Open open(NoteServiceStub stub) {
    StreamRecorder<Note> answers = StreamRecorder.create();
    StreamObserver<WriteRequest> requests = stub.chat(answers);
    requests.onNext(WriteRequest.newBuilder().setText("hi").build());
    answers.awaitMessages(1);
    return new Open(requests, answers);
  }

  private record Open(StreamObserver<WriteRequest> requests, StreamRecorder<Note> answers) {

    void end() {
      requests.onCompleted();
      answers.awaitEnd();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesOneMoreCallOfEachKind(CallKind kind) throws Exception {
    var limit = ConcurrencyLimitInterceptor.of(2);
    Handled handled = new Handled();
    try (var client = client(limit, handled)) {
      Open first = open(stub(client));
      Open second = open(stub(client));
      handled.events.clear();

      assertThat(kind.call(stub(client)))
          .failsWith(Status.Code.RESOURCE_EXHAUSTED)
          .hasDescription("too many calls at a time")
          .hasDetail(
              QuotaFailure.newBuilder()
                  .addViolations(
                      QuotaFailure.Violation.newBuilder()
                          .setSubject("all")
                          .setDescription("at most 2 at a time"))
                  .build())
          .hasDetailOfType(
              RetryInfo.class,
              retry ->
                  assertThat(time(retry))
                      .isBetween(Duration.ofMillis(100), Duration.ofMillis(200)));
      assertThat(outside.awaitEnd()).isEqualTo("complete");
      assertThat(handled.events).isEmpty();

      first.end();
      outside.awaitEnd();
      assertThat(kind.call(stub(client)).awaitEnd().isOk()).isTrue();
      second.end();
    }
  }

  private static Duration time(RetryInfo retry) {
    return Duration.ofSeconds(retry.getRetryDelay().getSeconds(), retry.getRetryDelay().getNanos());
  }

  @Test
  void countsEachSubjectAndKeepsNoneThatHasNoCall() throws Exception {
    var limit = ConcurrencyLimitInterceptor.of(1, LimitKey.principal());
    try (var client = client(limit)) {
      NoteServiceStub ana =
          client.as(Principal.builder("ana").build()).stub(NoteServiceGrpc::newStub);
      NoteServiceStub ben =
          client.as(Principal.builder("ben").build()).stub(NoteServiceGrpc::newStub);
      Open first = open(ana);
      Open second = open(ben);
      assertThat(CallKind.UNARY.call(ana)).failsWith(Status.Code.RESOURCE_EXHAUSTED);
      outside.awaitEnd();
      assertThat(limit.subjects()).isEqualTo(2);
      first.end();
      second.end();
      outside.awaitEnd();
      outside.awaitEnd();
      assertThat(limit.subjects()).isZero();
    }
  }

  @Test
  void countsACancelledCallUntilItIsOver() throws Exception {
    var limit = ConcurrencyLimitInterceptor.of(1);
    try (var client = client(limit)) {
      for (int i = 0; i < 5; i++) {
        Open call = open(stub(client));
        call.answers().cancel();
        assertThat(outside.awaitEnd()).isEqualTo("cancel");
        assertThat(limit.subjects()).isZero();
      }
    }
  }

  @Test
  void countsACallUntilItsDeadline() throws Exception {
    VirtualClock clock = VirtualClock.create();
    var limit = ConcurrencyLimitInterceptor.of(1);
    GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(new NoteService())
            .addInterceptor(outside)
            .addInterceptor(limit)
            .clock(clock)
            .build();
    try (client) {
      client.start();
      Open call = open(stub(client).withDeadlineAfter(1, TimeUnit.SECONDS));
      assertThat(limit.subjects()).isEqualTo(1);
      clock.advance(Duration.ofSeconds(1));
      assertThat(call.answers()).failsWith(Status.Code.DEADLINE_EXCEEDED);
      assertThat(outside.awaitEnd()).isEqualTo("cancel");
      assertThat(limit.subjects()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsNoCallWhoseStartThrows(CallKind kind) {
    var limit = ConcurrencyLimitInterceptor.of(1);
    ServerInterceptor broken =
        new ServerInterceptor() {
          @Override
          public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
              ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            throw new IllegalStateException("broken");
          }
        };
    try (var client = client(limit, broken)) {
      for (int i = 0; i < 3; i++) {
        assertThat(kind.call(stub(client))).failsWith(Status.Code.INTERNAL);
      }
      assertThat(limit.subjects()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsNoCallThatIsRefusedFurtherInside(CallKind kind) throws Exception {
    var limit = ConcurrencyLimitInterceptor.of(1);
    ServerInterceptor refusing =
        new ServerInterceptor() {
          @Override
          public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
              ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            call.close(Status.PERMISSION_DENIED, new Metadata());
            return new ServerCall.Listener<>() {};
          }
        };
    try (var client = client(limit, refusing)) {
      for (int i = 0; i < 3; i++) {
        assertThat(kind.call(stub(client))).failsWith(Status.Code.PERMISSION_DENIED);
        outside.awaitEnd();
        assertThat(limit.subjects()).isZero();
      }
    }
  }

  @Test
  void countsNoCallWhoseHandlerFails() throws Exception {
    var limit = ConcurrencyLimitInterceptor.of(1);
    NoteService failing =
        new NoteService() {
          @Override
          public void write(WriteRequest request, StreamObserver<Note> responses) {
            throw new IllegalStateException("broken");
          }
        };
    GRPCTestClient client =
        GRPCTestClient.builder()
            .addService(failing)
            .addInterceptor(outside)
            .addInterceptor(limit)
            .build()
            .start();
    try (client) {
      for (int i = 0; i < 3; i++) {
        assertThat(CallKind.UNARY.call(stub(client))).failsWith(Status.Code.INTERNAL);
        outside.awaitEnd();
        assertThat(limit.subjects()).isZero();
      }
    }
  }

  @Test
  void failsACallWhoseKeyThrows() {
    LimitKey broken =
        (call, headers) -> {
          throw new IllegalStateException("no key");
        };
    try (var client = client(ConcurrencyLimitInterceptor.of(1, broken))) {
      assertThat(CallKind.UNARY.call(stub(client))).failsWith(Status.Code.INTERNAL);
    }
  }

  @Test
  void tellsAllThatIsWrongWithItsSettings() {
    assertThatThrownBy(
            () -> ConcurrencyLimitInterceptor.builder(0).retryAfter(Duration.ZERO).build())
        .isInstanceOfSatisfying(
            ConfigException.class,
            failure ->
                assertThat(failure.problems())
                    .containsExactly(
                        "calls is 0: expected at least 1",
                        "retryAfter is PT0S: expected a time above zero, at most a day"));
  }
}
