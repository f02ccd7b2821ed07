package dev.grapnel.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.core.error.StatusTrailers;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same failure from every kind of stub, by {@code RpcException.from}. */
@Timeout(60)
class TypedErrorsTest {

  private static final Metadata.Key<String> SHARD =
      Metadata.Key.of("x-shard", Metadata.ASCII_STRING_MARSHALLER);

  private static final BadRequest VIOLATIONS =
      BadRequest.newBuilder()
          .addFieldViolations(BadRequest.FieldViolation.newBuilder().setField("name"))
          .build();

  /** What generated stubs do with a method. */
  enum Caller {
    BLOCKING {
      @Override
      void call(Channel channel) {
        ClientCalls.blockingUnaryCall(channel, Texts.GET, CallOptions.DEFAULT, "");
      }
    },
    ITERATOR {
      @Override
      void call(Channel channel) {
        ClientCalls.blockingServerStreamingCall(channel, Texts.WATCH, CallOptions.DEFAULT, "")
            .next();
      }
    },
    FUTURE {
      @Override
      void call(Channel channel) throws Exception {
        ClientCalls.futureUnaryCall(channel.newCall(Texts.GET, CallOptions.DEFAULT), "").get();
      }
    },
    OBSERVER {
      @Override
      void call(Channel channel) throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        new Texts.Stub(channel).watch("", ending(end));
        end.get();
      }
    },
    RESPONSE_STREAM {
      @Override
      void call(Channel channel) {
        try (var texts = ResponseStream.open(new Texts.Stub(channel)::watch, "")) {
          texts.next();
        }
      }
    },
    CONVERSATION {
      @Override
      void call(Channel channel) {
        try (var chat = Conversation.open(new Texts.Stub(channel)::chat)) {
          chat.next();
        }
      }
    };

    abstract void call(Channel channel) throws Exception;
  }

  private final TextServer server = new TextServer();
  private final GRPCClient client = server.clientBuilder().build();

  TypedErrorsTest() throws Exception {}

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void carriesWhatTheServerSaid(Caller caller) {
    Status status = Status.INVALID_ARGUMENT.withDescription("no name");
    Metadata trailers = StatusTrailers.retryAfter(status, 1500, VIOLATIONS);
    trailers.put(SHARD, "7");
    server.always(responses -> responses.onError(status.asRuntimeException(trailers)));

    RpcException failure = failure(() -> caller.call(client.channel()));

    assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.description()).isEqualTo("no name");
    assertThat(failure.details().badRequest()).hasValue(VIOLATIONS);
    assertThat(failure.details().retryInfo().map(RetryInfo::getRetryDelay))
        .hasValueSatisfying(delay -> assertThat(delay.getSeconds()).isEqualTo(1));
    assertThat(failure.getTrailers().get(SHARD)).isEqualTo("7");
  }

  @ParameterizedTest
  @EnumSource
  void tellsThatNobodyListens(Caller caller) {
    server.close();

    RpcException failure = failure(() -> caller.call(client.channel()));

    assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertMadeHere(failure);
  }

  @ParameterizedTest
  @EnumSource
  void tellsThatTheDeadlinePassed(Caller caller) {
    server.always(responses -> {});
    GRPCClient hasty = server.clientBuilder().addInterceptor(new Hasty()).build();

    RpcException failure = failure(() -> caller.call(hasty.channel()));

    assertThat(failure.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertMadeHere(failure);
    hasty.close();
  }

  @ParameterizedTest
  @EnumSource
  void tellsThatTheCallWasCancelledHere(Caller caller) {
    Context.CancellableContext context = Context.current().withCancellation();
    server.always(responses -> context.cancel(null));

    RpcException failure =
        failure(
            () ->
                context.call(
                    () -> {
                      caller.call(client.channel());
                      return null;
                    }));

    assertThat(failure.code()).isEqualTo(Status.Code.CANCELLED);
    assertMadeHere(failure);
  }

  private static RpcException failure(ThrowingCallable call) {
    return RpcException.from(catchThrowable(call));
  }

  private static void assertMadeHere(RpcException failure) {
    assertThat(failure.description()).isNotEmpty();
    assertThat(failure.details().all()).isEmpty();
    assertThat(failure).hasCauseInstanceOf(Exception.class);
  }

  private static StreamObserver<String> ending(CompletableFuture<Void> end) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String response) {}

      @Override
      public void onError(Throwable failure) {
        end.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {
        end.complete(null);
      }
    };
  }

  private static final class Hasty implements ClientInterceptor {
    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      return next.newCall(method, options.withDeadlineAfter(100, TimeUnit.MILLISECONDS));
    }
  }
}
