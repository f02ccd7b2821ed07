package dev.grapnel.interceptors.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.rpc.ErrorInfo;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class ErrorClientTest {

  private static final WriteRequest ANY = WriteRequest.getDefaultInstance();
  private static final ErrorInfo WHY = ErrorInfo.newBuilder().setReason("NO_INK").build();

  @Test
  void typesWhatABlockingStubThrows() {
    try (GRPCTestClient client = server(ErrorClientTest::dry)) {
      var stub = NoteServiceGrpc.newBlockingStub(typed(client));

      Throwable unary = catchThrowable(() -> stub.write(ANY));
      Throwable stream =
          catchThrowable(
              () -> stub.read(ReadRequest.getDefaultInstance()).forEachRemaining(n -> {}));

      for (Throwable thrown : List.of(unary, stream)) {
        assertThat(thrown)
            .isInstanceOf(StatusRuntimeException.class)
            .hasMessage("UNAVAILABLE: dry");
        assertTyped(thrown.getCause());
        assertThat(RpcException.from(thrown).details().errorInfo()).contains(WHY);
        assertThat(ErrorInterceptor.origin(thrown)).isEqualTo(FailureOrigin.PEER);
      }
    }
  }

  @Test
  void typesWhatAFutureFailsWith() {
    try (GRPCTestClient client = server(ErrorClientTest::dry)) {
      Throwable thrown =
          catchThrowable(() -> NoteServiceGrpc.newFutureStub(typed(client)).write(ANY).get());

      assertThat(thrown).isInstanceOf(ExecutionException.class);
      assertTyped(thrown.getCause().getCause());
      assertThat(ErrorInterceptor.origin(thrown)).isEqualTo(FailureOrigin.PEER);
    }
  }

  @Test
  void typesWhatABlockingV2StubThrows() {
    try (GRPCTestClient client = server(ErrorClientTest::dry)) {
      var call =
          ClientCalls.blockingBidiStreamingCall(
              typed(client), NoteServiceGrpc.getChatMethod(), io.grpc.CallOptions.DEFAULT);
      call.halfClose();

      Throwable thrown = catchThrowable(call::read);

      assertTyped(thrown.getCause());
    }
  }

  @ParameterizedTest
  @EnumSource
  void typesWhatStreamObserversAreTold(AllKinds kind) {
    try (GRPCTestClient client = server(ErrorClientTest::dry)) {
      RpcException failure = kind.failure(typed(client));

      assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(failure).hasStackTraceContaining("received from the peer: UNAVAILABLE: dry");
      assertThat(ErrorInterceptor.origin(failure)).isEqualTo(FailureOrigin.PEER);
    }
  }

  @Test
  void throwsRpcExceptionsFromAHelper() {
    try (GRPCTestClient client = server(ErrorClientTest::dry)) {
      var stub = NoteServiceGrpc.newBlockingStub(client.channel());

      Throwable thrown = catchThrowable(() -> ErrorInterceptor.call(() -> stub.write(ANY)));

      assertTyped(thrown);
    }
    try (GRPCTestClient client = GRPCTestClient.of(new NoteService()).start()) {
      var stub = NoteServiceGrpc.newBlockingStub(client.channel());
      Note answer = ErrorInterceptor.call(() -> stub.write(ANY));
      assertThat(answer).isEqualTo(Note.getDefaultInstance());
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsAnAnswerWithoutAnyDetailsFromAFailureOfItsOwn(AllKinds kind) {
    try (GRPCTestClient client = server(Status.DEADLINE_EXCEEDED::asRuntimeException)) {
      assertThat(ErrorInterceptor.origin(kind.failure(typed(client))))
          .isEqualTo(FailureOrigin.PEER);
    }
    CompletableFuture<StreamObserver<Note>> open = new CompletableFuture<>();
    NoteService silent =
        new NoteService() {
          @Override
          public void write(WriteRequest request, StreamObserver<Note> responses) {
            open.complete(responses);
          }
        };
    try (GRPCTestClient client = GRPCTestClient.of(silent).start()) {
      Throwable late =
          catchThrowable(
              () ->
                  NoteServiceGrpc.newBlockingStub(typed(client))
                      .withDeadline(Deadline.after(30, TimeUnit.MILLISECONDS))
                      .write(ANY));
      assertThat(RpcException.from(late).code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(ErrorInterceptor.origin(late)).isEqualTo(FailureOrigin.LOCAL);
      assertThat(late).hasStackTraceContaining("made on this side");
    }
  }

  @Test
  void knowsThatNobodyAnswered() {
    var channel = InProcessChannelBuilder.forName("nobody").build();
    try {
      Throwable thrown =
          catchThrowable(
              () ->
                  NoteServiceGrpc.newBlockingStub(
                          ClientInterceptors.intercept(channel, ErrorInterceptor.create()))
                      .write(ANY));

      assertThat(RpcException.from(thrown).code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(ErrorInterceptor.origin(thrown)).isEqualTo(FailureOrigin.LOCAL);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void keepsTheCauseOfALocalFailure() {
    RuntimeException cause = new RuntimeException("cut");
    Channel failing =
        ClientInterceptors.intercept(
            InProcessChannelBuilder.forName("nobody").build(),
            new EndedChannel(Status.UNAVAILABLE.withCause(cause)));
    Throwable thrown =
        catchThrowable(
            () ->
                NoteServiceGrpc.newBlockingStub(
                        ClientInterceptors.intercept(failing, ErrorInterceptor.create()))
                    .write(ANY));

    assertThat(thrown).hasRootCause(cause);
    assertThat(thrown.getCause()).isInstanceOf(RpcException.class);
  }

  @Test
  void saysThatItDoesNotKnow() {
    assertThat(ErrorInterceptor.origin(new RuntimeException())).isEqualTo(FailureOrigin.UNKNOWN);
    RuntimeException one = new RuntimeException("one");
    one.initCause(new RuntimeException("two", one));
    assertThat(ErrorInterceptor.origin(one)).isEqualTo(FailureOrigin.UNKNOWN);
    assertThat(new Attempts().origin(Status.NOT_FOUND, trailers("a")))
        .isEqualTo(FailureOrigin.UNKNOWN);
  }

  @Test
  void doesNotTakeTheAnswerOfAnEarlierAttemptForTheEnd() {
    Attempts attempts = new Attempts();
    var first =
        attempts.newClientStreamTracer(
            io.grpc.ClientStreamTracer.StreamInfo.newBuilder().build(), new Metadata());
    first.inboundTrailers(new Metadata());
    first.streamClosed(Status.UNAVAILABLE.withDescription("dry"));

    assertThat(attempts.origin(Status.DEADLINE_EXCEEDED, new Metadata()))
        .isEqualTo(FailureOrigin.LOCAL);
    assertThat(attempts.origin(Status.UNAVAILABLE.withDescription("dry"), new Metadata()))
        .isEqualTo(FailureOrigin.PEER);
    assertThat(attempts.origin(Status.UNAVAILABLE.withDescription("changed"), new Metadata()))
        .isEqualTo(FailureOrigin.UNKNOWN);
  }

  private static RuntimeException dry() {
    return RpcException.of(Status.Code.UNAVAILABLE, "dry", WHY);
  }

  private static Metadata trailers(String name) {
    Metadata trailers = new Metadata();
    trailers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), "x");
    return trailers;
  }

  private static void assertTyped(Throwable cause) {
    assertThat(cause)
        .isInstanceOfSatisfying(
            RpcException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(failure.description()).isEqualTo("dry");
              assertThat(failure.details().errorInfo()).contains(WHY);
            });
  }

  private static GRPCTestClient server(Supplier<RuntimeException> failing) {
    return GRPCTestClient.of(new FailingService(failing)).start();
  }

  private static Channel typed(GRPCTestClient client) {
    return ClientInterceptors.intercept(client.channel(), ErrorInterceptor.create());
  }
}
