package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import com.google.rpc.RequestInfo;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.testing.Transport;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A handler throws in each of its callbacks, for all four call kinds, on both transports. */
@Timeout(60)
class CallbackFailureTest {

  enum Callback {
    START_CALL,
    ON_READY,
    ON_MESSAGE,
    ON_HALF_CLOSE,
    ON_CANCEL,
    ON_COMPLETE
  }

  static final class SecretFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretFailure() {
      super("secret", new IllegalStateException("secret cause"));
    }
  }

  private final CompletableFuture<Void> messageCame = new CompletableFuture<>();

  static Stream<Arguments> whileTheCallRuns() {
    return transportsAndKinds()
        .flatMap(
            pair ->
                Stream.of(
                        Callback.START_CALL,
                        Callback.ON_READY,
                        Callback.ON_MESSAGE,
                        Callback.ON_HALF_CLOSE)
                    .map(callback -> Arguments.of(pair.get()[0], pair.get()[1], callback)));
  }

  static Stream<Arguments> transportsAndKinds() {
    return Stream.of(Transport.values())
        .flatMap(
            transport -> TestService.KINDS.stream().map(kind -> Arguments.of(transport, kind)));
  }

  @ParameterizedTest
  @MethodSource("whileTheCallRuns")
  void exceptionBecomesOneInternalErrorThatTellsOnlyTheRequestId(
      Transport transport, MethodType kind, Callback callback) {
    try (TestServer server = TestServer.start(transport, TestService.raw(throwsIn(callback)))) {
      ClientSide client = server.call(kind, requestId("id-of-this-call"));
      server.watch().awaitEnd();

      assertTellsOnlyTheId(client, "id-of-this-call");
      assertThat(server.watch().closes()).hasSize(1);
      assertThat(server.watch().escaped()).isEmpty();
      assertThat(client.statuses()).isOne();
    }
  }

  @ParameterizedTest
  @MethodSource("transportsAndKinds")
  void exceptionInOnCancelEscapesNowhere(Transport transport, MethodType kind) {
    try (TestServer server =
        TestServer.start(transport, TestService.raw(throwsIn(Callback.ON_CANCEL)))) {
      ClientSide client = server.begin(kind, new Metadata(), CallOptions.DEFAULT);
      client.send("hello").halfClose();
      // Headers of one-message responses are not flushed, so the client cannot tell.
      assertThat(messageCame).succeedsWithin(20, TimeUnit.SECONDS);
      client.cancel();
      server.watch().awaitEnd();

      assertThat(client.awaitStatus().getCode()).isEqualTo(Status.Code.CANCELLED);
      assertThat(client.statuses()).isOne();
      assertThat(server.watch().escaped()).isEmpty();
      assertThat(server.watch().closes()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("transportsAndKinds")
  void exceptionInOnCompleteEscapesNowhereAndLeavesTheStatusAsItIs(
      Transport transport, MethodType kind) {
    try (TestServer server =
        TestServer.start(transport, TestService.raw(throwsIn(Callback.ON_COMPLETE)))) {
      ClientSide client = server.call(kind);
      server.watch().awaitEnd();

      assertThat(client.awaitStatus().getCode()).isEqualTo(Status.Code.OK);
      assertThat(client.messages()).containsExactly("answer");
      assertThat(server.watch().escaped()).isEmpty();
      assertThat(server.watch().closes()).hasSize(1);
    }
  }

  static void assertTellsOnlyTheId(ClientSide client, String id) {
    RpcException failure = RpcException.from(client.failure());
    RequestInfo expected = RequestInfo.newBuilder().setRequestId(id).build();

    assertThat(failure.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(failure.description()).isEqualTo("internal error, request id " + id);
    assertThat(failure.details().all()).hasSize(1);
    assertThat(failure.details().requestInfo()).contains(expected);
    com.google.rpc.Status rich =
        StatusProto.fromStatusAndTrailers(failure.getStatus(), client.awaitTrailers());
    for (String sent :
        List.of(failure.description(), client.awaitTrailers().toString(), rich.toString())) {
      assertThat(sent).doesNotContainIgnoringCase("secret").doesNotContain("Exception");
    }
  }

  static Metadata requestId(String id) {
    Metadata headers = new Metadata();
    headers.put(RequestId.HEADER, id);
    return headers;
  }

  private ServerCallHandler<StringValue, StringValue> throwsIn(Callback chosen) {
    return (call, headers) -> {
      throwIf(chosen == Callback.START_CALL);
      call.request(2);
      call.sendHeaders(new Metadata());
      return new ThrowingListener(call, chosen);
    };
  }

  private static void throwIf(boolean chosen) {
    if (chosen) {
      throw new SecretFailure();
    }
  }

  private final class ThrowingListener extends ServerCall.Listener<StringValue> {

    private final ServerCall<StringValue, StringValue> call;
    private final Callback chosen;

    ThrowingListener(ServerCall<StringValue, StringValue> call, Callback chosen) {
      this.call = call;
      this.chosen = chosen;
    }

    @Override
    public void onReady() {
      throwIf(chosen == Callback.ON_READY);
    }

    @Override
    public void onMessage(StringValue message) {
      messageCame.complete(null);
      throwIf(chosen == Callback.ON_MESSAGE);
    }

    @Override
    public void onHalfClose() {
      throwIf(chosen == Callback.ON_HALF_CLOSE);
      if (chosen == Callback.ON_COMPLETE) {
        call.sendMessage(StringValue.of("answer"));
        call.close(Status.OK, new Metadata());
      }
    }

    @Override
    public void onCancel() {
      throwIf(chosen == Callback.ON_CANCEL);
    }

    @Override
    public void onComplete() {
      throwIf(chosen == Callback.ON_COMPLETE);
    }
  }
}
