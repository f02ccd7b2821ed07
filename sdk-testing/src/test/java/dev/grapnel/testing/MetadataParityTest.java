package dev.grapnel.testing;

import static dev.grapnel.testing.UserCalls.USER_123;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Metadata goes through memory as it does through HTTP/2. */
class MetadataParityTest {

  private static final Metadata.Key<String> TEXT =
      Metadata.Key.of("text", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> BYTES =
      Metadata.Key.of("bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final Echo echo = new Echo();

  @ParameterizedTest
  @EnumSource(Transport.class)
  void carriesTextAndBytesBothWays(Transport transport) throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Metadata sent = text("one");
    sent.put(TEXT, "two, with ~ and spaces");
    sent.put(BYTES, all);
    sent.put(BYTES, new byte[0]);

    Outcome outcome = call(transport, sent);

    for (Metadata back : new Metadata[] {outcome.headers(), outcome.trailers()}) {
      assertThat(back.getAll(TEXT)).containsExactly("one", "two, with ~ and spaces");
      assertThat(back.getAll(BYTES)).containsExactly(all, new byte[0]);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void dropsTextThatIsNotPrintableAscii(Transport transport) throws Exception {
    Metadata sent = text("a\ttab");
    sent.put(TEXT, "line\nbreak");
    sent.put(TEXT, "fine");

    assertThat(call(transport, sent).trailers().getAll(TEXT)).containsExactly("fine");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void doesNotShareItsObjects(Transport transport) throws Exception {
    Metadata sent = text("before");
    try (var client = client(transport, GRPCTestClient.builder())) {
      Outcome outcome =
          Outcome.of(
              client.channel(),
              UserServiceGrpc.getGetUserMethod(),
              CallOptions.DEFAULT,
              sent,
              USER_123);
      Metadata received = echo.received.poll(10, TimeUnit.SECONDS);
      sent.put(TEXT, "client after");
      received.put(TEXT, "server after");

      assertThat(received.getAll(TEXT)).containsExactly("before", "server after");
      assertThat(sent.getAll(TEXT)).containsExactly("before", "client after");
      assertThat(outcome.trailers().getAll(TEXT)).containsExactly("before");
      echo.answered.put(TEXT, "server after");
      assertThat(outcome.trailers().getAll(TEXT)).containsExactly("before");
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void failsWithMetadataOverTheLimitAsHttp2Does(Transport transport) throws Exception {
    Outcome request = call(transport, text("x".repeat(9000)));

    assertThat(request.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(request.description()).isEqualTo("http2 exception");
    assertThat(echo.received).isEmpty();
    try (var client = client(transport, GRPCTestClient.builder().maxInboundMetadataSize(20_000))) {
      assertThat(call(client, text("x".repeat(9000))).code()).isEqualTo(Status.Code.OK);
      echo.times = 3;
      Outcome response = call(client, text("x".repeat(9000)));
      assertThat(response.code()).isEqualTo(Status.Code.INTERNAL);
      assertThat(response.description()).isEqualTo("http2 exception");
    }
  }

  private static Metadata text(String value) {
    Metadata metadata = new Metadata();
    metadata.put(TEXT, value);
    return metadata;
  }

  private Outcome call(Transport transport, Metadata sent) throws Exception {
    try (var client = client(transport, GRPCTestClient.builder())) {
      return call(client, sent);
    }
  }

  private static Outcome call(GRPCTestClient client, Metadata sent) throws Exception {
    return Outcome.of(
        client.channel(), UserServiceGrpc.getGetUserMethod(), CallOptions.DEFAULT, sent, USER_123);
  }

  private GRPCTestClient client(Transport transport, GRPCTestClientBuilder builder) {
    return builder
        .addService(new UserService())
        .addInterceptor(echo)
        .transport(transport)
        .build()
        .start();
  }

  /** Sends the metadata of the request back, before and after the response. */
  private static final class Echo implements ServerInterceptor {

    final BlockingQueue<Metadata> received = new LinkedBlockingQueue<>();
    volatile Metadata answered = new Metadata();
    volatile int times = 1;

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
        ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
      received.add(headers);
      return next.startCall(
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata sent) {
              addTo(sent, headers);
              super.sendHeaders(sent);
            }

            @Override
            public void close(Status status, Metadata trailers) {
              addTo(trailers, headers);
              answered = trailers;
              super.close(status, trailers);
            }
          },
          headers);
    }

    private void addTo(Metadata sent, Metadata headers) {
      for (int i = 0; i < times; i++) {
        sent.merge(headers, java.util.Set.of(TEXT, BYTES));
      }
    }
  }
}
