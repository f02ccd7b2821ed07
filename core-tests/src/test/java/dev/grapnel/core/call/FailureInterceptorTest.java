package dev.grapnel.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.error.ExceptionMapper;
import io.grpc.CallOptions;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureInterceptorTest {

  /** Where a handler may throw. */
  private enum Callback {
    START,
    MESSAGE,
    HALF_CLOSE,
    READY
  }

  private static final MethodDescriptor<String, String> METHOD =
      MethodDescriptor.<String, String>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("test.Service/Call")
          .setRequestMarshaller(new Text())
          .setResponseMarshaller(new Text())
          .build();

  private final List<Status> seen = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @EnumSource(Callback.class)
  void showsTheMappedStatusToInterceptorsAround(Callback where) throws Exception {
    IllegalStateException bug = new IllegalStateException("the password is hunter2");

    StatusRuntimeException failure = call(throwing(where, bug), true);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(failure.getStatus().getDescription()).doesNotContain("hunter2");
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(seen.get(0).getCause()).isSameAs(bug);
  }

  @Test
  void mapsWhatIsPassedToOnError() throws Exception {
    IllegalStateException bug = new IllegalStateException("bug");

    call(ServerCalls.asyncUnaryCall((request, responses) -> responses.onError(bug)), true);

    assertThat(seen).extracting(Status::getCode).containsExactly(Status.Code.INTERNAL);
  }

  @Test
  void asksTheMapperOfTheScope() throws Exception {
    StatusRuntimeException failure =
        call(throwing(Callback.HALF_CLOSE, new UncheckedIOException(new IOException("x"))), true);

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(seen).extracting(Status::getCode).containsExactly(Status.Code.UNAVAILABLE);
  }

  @Test
  void mapsWithoutAScopeAround() throws Exception {
    StatusRuntimeException failure =
        call(throwing(Callback.HALF_CLOSE, new IllegalStateException("bug")), false);

    assertThat(failure.getStatus().getDescription()).startsWith("internal error, request id");
  }

  private StatusRuntimeException call(ServerCallHandler<String, String> handler, boolean scoped)
      throws Exception {
    ExceptionMapper mapper =
        ExceptionMapper.builder()
            .map(UncheckedIOException.class, Status.Code.UNAVAILABLE, "storage is away")
            .build();
    List<ServerInterceptor> chain =
        scoped
            ? List.of(CallScopeInterceptor.create(mapper), seeing(), FailureInterceptor.create())
            : List.of(seeing(), FailureInterceptor.create());
    String name = InProcessServerBuilder.generateName();
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(
                ServiceDescriptor.newBuilder("test.Service").addMethod(METHOD).build())
            .addMethod(ServerMethodDefinition.create(METHOD, handler))
            .build();
    Server server =
        InProcessServerBuilder.forName(name)
            .addService(ServerInterceptors.interceptForward(service, chain))
            .build()
            .start();
    var channel = InProcessChannelBuilder.forName(name).build();
    try {
      return Assertions.catchThrowableOfType(
          StatusRuntimeException.class,
          () ->
              ClientCalls.blockingUnaryCall(
                  channel,
                  METHOD,
                  CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                  "hello"));
    } finally {
      channel.shutdownNow();
      server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  private ServerInterceptor seeing() {
    return new ServerInterceptor() {
      @Override
      public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
          ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        return next.startCall(
            new SimpleForwardingServerCall<>(call) {
              @Override
              public void close(Status status, Metadata trailers) {
                seen.add(status);
                super.close(status, trailers);
              }
            },
            headers);
      }
    };
  }

  private static ServerCallHandler<String, String> throwing(Callback where, RuntimeException bug) {
    return (call, headers) -> {
      throwAt(Callback.START, where, bug);
      call.request(2);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(String message) {
          throwAt(Callback.MESSAGE, where, bug);
        }

        @Override
        public void onHalfClose() {
          throwAt(Callback.HALF_CLOSE, where, bug);
        }

        @Override
        public void onReady() {
          throwAt(Callback.READY, where, bug);
        }
      };
    };
  }

  private static void throwAt(Callback here, Callback where, RuntimeException bug) {
    if (here == where) {
      throw bug;
    }
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
