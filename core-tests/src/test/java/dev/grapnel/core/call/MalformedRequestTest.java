package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.grapnel.testing.Transport;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MalformedRequestTest {

  private static final byte[] GARBAGE = {(byte) 0xff, (byte) 0xff, 7};
  private static final byte[] GOOD = StringValue.of("hello").toByteArray();
  private static final String TEXT = "the request is not a valid google.protobuf.StringValue";
  private static final Set<Status.Code> OURS =
      EnumSet.of(Status.Code.UNKNOWN, Status.Code.INTERNAL);

  private final Seen seen = new Seen();

  @ParameterizedTest
  @EnumSource
  void answersInvalidArgumentForAllKindsAndTellsInterceptorsOnlyTheStatus(Transport transport) {
    for (MethodType kind : TestService.KINDS) {
      Seen seen = new Seen();
      try (LogCapture log = new LogCapture();
          RawCalls calls = RawCalls.to(transport, echo(), seen)) {
        Status status = calls.call(kind, GARBAGE);

        assertThat(status.getCode()).as("%s", kind).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).isEqualTo(TEXT);
        seen.awaitEnd();
        assertThat(seen.closes).extracting(Status::getCode).containsExactly(status.getCode());
        assertThat(seen.callbacks).containsExactly("complete");
        assertThat(log.lines("")).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsAStreamInItsMiddleAndTellsTheHandlerThatItIsCancelled(Transport transport) {
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    List<String> got = new CopyOnWriteArrayList<>();
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(TestService.NAME)
            .addMethod(
                TestService.method(MethodType.BIDI_STREAMING),
                ServerCalls.asyncBidiStreamingCall(responses -> collecting(got, told)))
            .build();
    try (RawCalls calls = RawCalls.to(transport, service, seen)) {
      Status status = calls.call(MethodType.BIDI_STREAMING, GOOD, GARBAGE, GOOD);

      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(told).succeedsWithin(20, TimeUnit.SECONDS);
      assertThat(Status.fromThrowable(told.join()).getCode()).isEqualTo(Status.Code.CANCELLED);
      assertThat(got).containsExactly("hello");
      seen.awaitEnd();
      assertThat(seen.callbacks).containsExactly("message", "complete");
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersInvalidArgumentWhereTheOneRequestIsMissing(Transport transport) {
    for (MethodType kind : List.of(MethodType.UNARY, MethodType.SERVER_STREAMING)) {
      try (RawCalls calls = RawCalls.to(transport, echo())) {
        Status status = calls.call(kind);

        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).isEqualTo("the call has no request");
      }
    }
  }

  @Test
  void leavesACallAloneThatItsHandlerHasClosed() {
    ServerServiceDefinition service =
        TestService.of((request, responses) -> responses.onError(Status.ABORTED.asException()));
    try (RawCalls calls = RawCalls.to(Transport.LOOPBACK, service, seen)) {
      Status status = calls.call(MethodType.BIDI_STREAMING, GOOD, GARBAGE);

      assertThat(status.getCode()).isEqualTo(Status.Code.ABORTED);
      seen.awaitEnd();
      assertThat(seen.closes).hasSize(1);
    }
  }

  @Test
  void answersWhenAnInterceptorThrowsAsTheCallIsClosed() {
    seen.atClose = new IllegalStateException("a bug in an interceptor");
    try (RawCalls calls = RawCalls.to(Transport.LOOPBACK, echo(), seen)) {
      assertThat(calls.call(MethodType.UNARY, GARBAGE).getCode()).isEqualTo(Status.Code.INTERNAL);
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void randomBytesNeverLookLikeAFaultOfTheServer(
      @ForAll("kinds") MethodType kind, @ForAll @Size(min = 1, max = 3) List<byte[]> messages) {
    int most = kind.clientSendsOneMessage() ? 1 : messages.size();
    try (RawCalls calls = RawCalls.to(Transport.IN_PROCESS, echo())) {
      Status status = calls.call(kind, messages.subList(0, most).toArray(byte[][]::new));

      assertThat(status.getCode()).as("%s", status).isNotIn(OURS);
    }
  }

  @Provide
  Arbitrary<MethodType> kinds() {
    return Arbitraries.of(TestService.KINDS);
  }

  /** Answers once to the first request. */
  private static ServerServiceDefinition echo() {
    return TestService.of(
        (request, responses) -> {
          responses.onNext(request);
          responses.onCompleted();
        });
  }

  private static StreamObserver<StringValue> collecting(
      List<String> got, CompletableFuture<Throwable> told) {
    return new StreamObserver<>() {
      @Override
      public void onNext(StringValue request) {
        got.add(request.getValue());
      }

      @Override
      public void onError(Throwable cancelled) {
        told.complete(cancelled);
      }

      @Override
      public void onCompleted() {}
    };
  }

  /** What an interceptor sees of one call. */
  private static final class Seen implements ServerInterceptor {

    private final List<Status> closes = new CopyOnWriteArrayList<>();
    private final List<String> callbacks = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile RuntimeException atClose;

    void awaitEnd() {
      try {
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      ServerCall<ReqT, RespT> seen =
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
              closes.add(status);
              if (atClose != null) {
                throw atClose;
              }
              super.close(status, trailers);
            }
          };
      return new SimpleForwardingServerCallListener<>(next.startCall(seen, headers)) {
        @Override
        public void onMessage(ReqT message) {
          callbacks.add("message");
          super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
          callbacks.add("half close");
          super.onHalfClose();
        }

        @Override
        public void onComplete() {
          callbacks.add("complete");
          super.onComplete();
          ended.countDown();
        }

        @Override
        public void onCancel() {
          callbacks.add("cancel");
          super.onCancel();
          ended.countDown();
        }
      };
    }
  }
}
