package dev.grapnel.core.call;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.StringValue;
import dev.grapnel.core.security.Principal;
import dev.grapnel.testing.Transport;
import io.grpc.CallOptions;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CallContextTest {

  static final Iterable<MethodType> KINDS = TestService.KINDS;

  @ParameterizedTest
  @FieldSource("KINDS")
  void isThereInEveryCallbackOfACompletedCall(MethodType kind) {
    for (Transport transport : Transport.values()) {
      List<String> seen = new CopyOnWriteArrayList<>();
      try (TestServer server = TestServer.start(transport, TestService.raw(noting(seen)))) {
        server.call(kind, CallbackFailureTest.requestId("id-7"));
        server.watch().awaitEnd();
      }

      assertThat(seen)
          .contains("startCall id-7", "onMessage id-7", "onHalfClose id-7", "onComplete id-7")
          .contains("onReady id-7");
    }
  }

  @ParameterizedTest
  @EnumSource
  void isThereInOnCancel(Transport transport) {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (TestServer server = TestServer.start(transport, TestService.raw(noting(seen)))) {
      ClientSide client =
          server.begin(
              MethodType.BIDI_STREAMING,
              CallbackFailureTest.requestId("id-8"),
              CallOptions.DEFAULT);
      client.awaitHeaders();
      client.cancel();
      server.watch().awaitEnd();
    }

    assertThat(seen).contains("onCancel id-8");
  }

  @Test
  void travelsWithPropagatingExecutorsOnlyAndIsGoneAfterwards() {
    try (TestServer server = answering(CallContextTest::whereItIs)) {
      assertThat(server.call(MethodType.UNARY).messages()).containsExactly("here there nowhere");
    }
    assertThat(CallContext.find()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(CallContext::current)
        .withMessageContaining("no gRPC call runs on thread " + Thread.currentThread().getName())
        .withMessageContaining("CallContext.propagating(executor)");
  }

  private static String whereItIs(CallContext call) {
    String here = CallContext.find().filter(call::equals).isPresent() ? "here" : "lost";
    String there =
        supplyAsync(
                () -> CallContext.find().filter(call::equals).isPresent() ? "there" : "lost",
                CallContext.propagating(task -> new Thread(task).start()))
            .join();
    return here + " " + there + " " + elsewhere();
  }

  private static String elsewhere() {
    CompletableFuture<String> found = new CompletableFuture<>();
    new Thread(() -> found.complete(CallContext.find().isPresent() ? "leaked" : "nowhere")).start();
    return found.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "2026-11-21.req_7", "A1"})
  void harmlessRequestIdIsTakenOver(String received) {
    try (TestServer server = answering(CallContext::requestId)) {
      assertThat(server.call(MethodType.UNARY, CallbackFailureTest.requestId(received)).messages())
          .containsExactly(received);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a\r\nforged: line", "a\nb", "ä", "\"", "<b>", "a/b"})
  void harmfulRequestIdIsReplaced(String received) {
    assertThat(RequestId.of(received)).matches("[0-9a-f]{16}");
  }

  @Test
  void harmfulRequestIdOverTheWireIsReplacedOnceForTheWholeCall() {
    String tooLong = "x".repeat(129);
    try (TestServer server =
        answering(call -> call.requestId() + " " + CallContext.current().requestId())) {
      String answer =
          server.call(MethodType.UNARY, CallbackFailureTest.requestId(tooLong)).messages().get(0);

      assertThat(answer).matches("([0-9a-f]{16}) \\1");
    }
    assertThat(RequestId.of("x".repeat(128))).hasSize(128);
  }

  @Test
  void tellsPeerMethodAndMetadata() {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER), "first");
    headers.put(Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER), "last");
    try (TestServer server =
        answering(
            call ->
                String.join(
                    " ",
                    call.peer(),
                    call.info().fullMethodName(),
                    call.metadata("x-tenant").orElse("none"),
                    call.metadata("x-absent").orElse("none")))) {
      assertThat(server.call(MethodType.SERVER_STREAMING, headers).messages().get(0))
          .matches("ipv4:127\\.0\\.0\\.1:\\d+ test\\.TestService/SERVER_STREAMING last none");
    }
  }

  @Test
  void deadlineIsTheCallersOnWhateverThreadItIsAskedFor() {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(100, TimeUnit.SECONDS);
    try (TestServer server =
        answering(
            call -> {
              long here = call.deadline().orElseThrow().timeRemaining(TimeUnit.SECONDS);
              // A bare pool: no gRPC context is there to ask.
              Deadline there = supplyAsync(() -> call.deadline().orElseThrow()).join();
              return here > 50 && here <= 100 && there.equals(call.deadline().get()) ? "yes" : "no";
            })) {
      ClientSide client = server.begin(MethodType.UNARY, new Metadata(), options);
      client.send("hello").halfClose().awaitStatus();

      assertThat(client.messages()).containsExactly("yes");
    }
  }

  @Test
  void deadlineIsEmptyWhereTheCallerSetNone() {
    try (TestServer server = answering(call -> call.deadline().toString())) {
      assertThat(server.call(MethodType.UNARY).messages()).containsExactly("Optional.empty");
    }
  }

  @Test
  void callIsAuthenticatedOnce() {
    Principal ada = Principal.builder("ada").build();
    try (TestServer server =
        answering(
            call -> {
              assertThat(call.principal()).isEmpty();
              call.authenticatedAs(ada);
              assertThatIllegalStateException()
                  .isThrownBy(() -> call.authenticatedAs(Principal.builder("eve").build()))
                  .withMessageContaining("test.TestService/UNARY is authenticated already");
              return call.principal().orElseThrow().id();
            })) {
      assertThat(server.call(MethodType.UNARY).messages()).containsExactly("ada");
    }
  }

  private static ServerCallHandler<StringValue, StringValue> noting(List<String> seen) {
    return (call, headers) -> {
      note(seen, "startCall");
      call.request(2);
      call.sendHeaders(new Metadata());
      return new NotingListener(call, seen);
    };
  }

  private static void note(List<String> seen, String callback) {
    seen.add(callback + " " + CallContext.find().map(CallContext::requestId).orElse("nothing"));
  }

  private static final class NotingListener extends ServerCall.Listener<StringValue> {

    private final ServerCall<StringValue, StringValue> call;
    private final List<String> seen;

    NotingListener(ServerCall<StringValue, StringValue> call, List<String> seen) {
      this.call = call;
      this.seen = seen;
    }

    @Override
    public void onReady() {
      note(seen, "onReady");
    }

    @Override
    public void onMessage(StringValue message) {
      note(seen, "onMessage");
    }

    @Override
    public void onHalfClose() {
      note(seen, "onHalfClose");
      call.sendMessage(StringValue.of("answer"));
      call.close(Status.OK, new Metadata());
    }

    @Override
    public void onCancel() {
      note(seen, "onCancel");
    }

    @Override
    public void onComplete() {
      note(seen, "onComplete");
    }
  }

  private TestServer answering(Function<CallContext, String> question) {
    return TestServer.start(
        Transport.LOOPBACK,
        TestService.of(
            (request, responses) -> {
              responses.onNext(StringValue.of(question.apply(CallContext.current())));
              responses.onCompleted();
            }));
  }
}
