package dev.grapnel.interceptors.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exceptions of each callback, in a plain grpc-java server. */
@Timeout(30)
class ErrorCallbackTest {

  private final List<Status> closes = new CopyOnWriteArrayList<>();
  private final CountDownLatch thrown = new CountDownLatch(1);

  @ParameterizedTest
  @ValueSource(strings = {"startCall", "onMessage", "onHalfClose", "onReady"})
  void closesACallOnceWhereverItFails(String callback) {
    for (AllKinds kind : AllKinds.values()) {
      closes.clear();
      try (PlainServer server = serverThatFailsIn(callback)) {
        Status end = kind.call(server.channel()).awaitEnd();

        assertThat(end.getCode()).as("%s of %s", callback, kind).isEqualTo(Status.Code.INTERNAL);
        assertThat(end.getDescription()).startsWith("internal error, request id");
      }
      assertThat(closes).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesAnEndedCallAsItEnded(AllKinds kind) throws Exception {
    try (PlainServer server = serverThatFailsIn("onComplete")) {
      assertThat(kind.call(server.channel()).awaitEnd().isOk()).isTrue();
      assertThat(thrown.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(closes).hasSize(1);
  }

  @Test
  void leavesACancelledCallAsItEnded() throws Exception {
    try (PlainServer server = serverThatFailsIn("onCancel")) {
      StreamRecorder<dev.grapnel.interceptors.test.v1.Note> recorder = StreamRecorder.create();
      var requests = NoteServiceGrpc.newStub(server.channel()).chat(recorder);
      requests.onNext(dev.grapnel.interceptors.test.v1.WriteRequest.getDefaultInstance());
      recorder.awaitMessages(1);

      recorder.cancel();

      assertThat(recorder.awaitEnd().getCode()).isEqualTo(Status.Code.CANCELLED);
      assertThat(thrown.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(closes).isEmpty();
  }

  private PlainServer serverThatFailsIn(String callback) {
    return PlainServer.start(
        new Both(ErrorInterceptor.create(), closes),
        ServerInterceptors.intercept(new NoteService(), new FailsIn(callback, thrown)));
  }

  /** Sees what leaves another interceptor. */
  private record Both(ServerInterceptor inner, List<Status> closes) implements ServerInterceptor {
    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      return inner.interceptCall(
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
              closes.add(status);
              super.close(status, trailers);
            }
          },
          headers,
          next);
    }
  }

  private record FailsIn(String callback, CountDownLatch thrown) implements ServerInterceptor {

    private void run(String name) {
      if (callback.equals(name)) {
        thrown.countDown();
        throw new IllegalStateException("secret");
      }
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      run("startCall");
      return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
        @Override
        public void onMessage(ReqT message) {
          run("onMessage");
          super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
          run("onHalfClose");
          super.onHalfClose();
        }

        @Override
        public void onReady() {
          run("onReady");
          super.onReady();
        }

        @Override
        public void onCancel() {
          run("onCancel");
          super.onCancel();
        }

        @Override
        public void onComplete() {
          run("onComplete");
          super.onComplete();
        }
      };
    }
  }
}
