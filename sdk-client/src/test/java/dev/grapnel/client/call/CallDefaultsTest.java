package dev.grapnel.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.client.GRPCClient;
import dev.grapnel.core.config.Toggle;
import dev.grapnel.core.security.PlaintextCredentials;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerStreamTracer;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallDefaultsTest {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final WireSize received = new WireSize();
  private final Options options = new Options();

  @Test
  void doesNothingUnlessSomethingIsSet() {
    assertThat(CallDefaults.of(Optional.empty(), Optional.empty(), Toggle.OFF)).isEmpty();
  }

  @Test
  void compressesRequestsAndReadsCompressedResponses() throws Exception {
    try (TextServer server = server();
        GRPCClient client = client(server, defaults("gzip"))) {
      assertThat(get(client, CallOptions.DEFAULT)).isEqualTo(TextServer.LONG);

      assertThat(received.uncompressed).hasValueGreaterThan(TextServer.LONG.length() - 1);
      assertThat(received.wire).hasValueLessThan(TextServer.LONG.length() / 10);
    }
  }

  @Test
  void leavesACallItsOwnCompression() throws Exception {
    try (TextServer server = server();
        GRPCClient client = client(server, defaults("gzip"))) {
      get(client, CallOptions.DEFAULT.withCompression("identity"));

      assertThat(received.wire).hasValueGreaterThan(TextServer.LONG.length() - 1);
    }
  }

  @Test
  void showsItsCredentialsUnlessTheCallHasSome() throws Exception {
    Token own = new Token("own");
    try (TextServer server = server();
        GRPCClient client =
            client(
                server,
                CallDefaults.of(Optional.of(new Token("common")), Optional.empty(), Toggle.ON))) {
      get(client, CallOptions.DEFAULT);
      get(client, CallOptions.DEFAULT.withCallCredentials(own));

      assertThat(received.tokens).containsExactly("common", "own");
      assertThat(options.last.getOption(PlaintextCredentials.PERMITTED)).isTrue();
    }
  }

  @Test
  void tellsCompressionsThatNobodyKnows() {
    List<String> problems = new ArrayList<>();

    CallDefaults.check("gzip", problems);
    CallDefaults.check("identity", problems);
    assertThat(problems).isEmpty();
    CallDefaults.check("brotli", problems);

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("compression is \"brotli\": expected gzip, identity or");
  }

  private TextServer server() throws Exception {
    TextServer server =
        new TextServer(
            Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addStreamTracerFactory(received));
    server.get = CallDefaultsTest::answerCompressed;
    return server;
  }

  private static void answerCompressed(String request, ServerCallStreamObserver<String> responses) {
    responses.setCompression("gzip");
    responses.onNext(request);
    responses.onCompleted();
  }

  private static Optional<ClientInterceptor> defaults(String compression) {
    return CallDefaults.of(Optional.empty(), Optional.of(compression), Toggle.OFF);
  }

  private GRPCClient client(TextServer server, Optional<ClientInterceptor> defaults) {
    return server
        .clientBuilder()
        .addInterceptor(defaults.orElseThrow())
        .addInterceptor(options)
        .build();
  }

  private static String get(GRPCClient client, CallOptions options) {
    return ClientCalls.blockingUnaryCall(client.channel(), Texts.GET, options, TextServer.LONG);
  }

  /** Credentials that ask nobody. */
  static final class Token extends CallCredentials {

    final AtomicInteger asked = new AtomicInteger();
    private final String text;

    Token(String text) {
      this.text = text;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
      asked.incrementAndGet();
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, text);
      applier.apply(headers);
    }
  }

  private static final class Options implements ClientInterceptor {
    private volatile CallOptions last;

    @Override
    public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
        MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
      last = options;
      return next.newCall(method, options);
    }
  }

  /** What one call brought the server. */
  private static final class WireSize extends ServerStreamTracer.Factory {

    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicLong wire = new AtomicLong();
    private final AtomicLong uncompressed = new AtomicLong();

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
      if (headers.containsKey(AUTHORIZATION)) {
        tokens.add(headers.get(AUTHORIZATION));
      }
      return new ServerStreamTracer() {
        @Override
        public void inboundWireSize(long bytes) {
          wire.addAndGet(bytes);
        }

        @Override
        public void inboundUncompressedSize(long bytes) {
          uncompressed.addAndGet(bytes);
        }
      };
    }
  }
}
