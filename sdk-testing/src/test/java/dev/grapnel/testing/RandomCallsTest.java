package dev.grapnel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.testing.user.ChatMessage;
import dev.grapnel.testing.user.UserServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is called, both transports give the same. */
class RandomCallsTest {

  private static final Metadata.Key<String> TEXT =
      Metadata.Key.of("text", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> BYTES =
      Metadata.Key.of("bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final GRPCTestClient IN_PROCESS = start(Transport.IN_PROCESS);
  private static final GRPCTestClient LOOPBACK = start(Transport.LOOPBACK);

  @AfterContainer
  static void close() {
    try (IN_PROCESS;
        LOOPBACK) {
      assertThat(IN_PROCESS.calls().all()).hasSameSizeAs(LOOPBACK.calls().all());
    }
  }

  @Property(tries = 300)
  void equalOutcomes(
      @ForAll MethodType kind,
      @ForAll @Size(max = 5) List<@StringLength(max = 300) String> messages,
      @ForAll @StringLength(max = 50) String text,
      @ForAll byte @Size(max = 50) [] bytes,
      @ForAll Status.Code code,
      @ForAll @IntRange(max = 3) int answers)
      throws Exception {
    if (kind == MethodType.UNKNOWN) {
      return;
    }
    Metadata metadata = new Metadata();
    metadata.put(TEXT, text);
    metadata.put(BYTES, bytes);
    metadata.put(Echo.CODE, code.name());
    metadata.put(Echo.ANSWERS, String.valueOf(answers));
    ChatMessage[] requests =
        (messages.isEmpty() ? List.of("") : messages)
            .stream().map(UserCalls::chat).limit(sends(kind)).toArray(ChatMessage[]::new);

    Outcome inProcess = call(IN_PROCESS, kind, metadata, requests);
    Outcome loopback = call(LOOPBACK, kind, metadata, requests);

    assertThat(inProcess.essence()).isEqualTo(loopback.essence());
    assertThat(texts(inProcess)).isEqualTo(texts(loopback));
    assertThat(inProcess.trailers().get(BYTES)).isEqualTo(loopback.trailers().get(BYTES));
  }

  private static List<String> texts(Outcome outcome) {
    List<String> texts = new ArrayList<>();
    for (Metadata metadata : new Metadata[] {outcome.headers(), outcome.trailers()}) {
      Iterable<String> found = metadata == null ? null : metadata.getAll(TEXT);
      (found == null ? List.<String>of() : found).forEach(texts::add);
    }
    return texts;
  }

  private static long sends(MethodType kind) {
    return kind.clientSendsOneMessage() ? 1 : Long.MAX_VALUE;
  }

  private static Outcome call(
      GRPCTestClient client, MethodType kind, Metadata metadata, ChatMessage... requests)
      throws Exception {
    Metadata own = new Metadata();
    own.merge(metadata);
    return Outcome.of(client.channel(), method(kind), CallOptions.DEFAULT, own, requests);
  }

  private static GRPCTestClient start(Transport transport) {
    var service = ServerServiceDefinition.builder("echo.Echo");
    for (MethodType kind : MethodType.values()) {
      if (kind != MethodType.UNKNOWN) {
        service.addMethod(
            method(kind),
            ServerCalls.asyncBidiStreamingCall(responses -> new Echo(kind, responses)));
      }
    }
    return GRPCTestClient.builder()
        .addService(service.build())
        .maxInboundMessageSize(250)
        .transport(transport)
        .build()
        .start();
  }

  private static MethodDescriptor<ChatMessage, ChatMessage> method(MethodType kind) {
    return UserServiceGrpc.getChatMethod().toBuilder()
        .setType(kind)
        .setFullMethodName("echo.Echo/" + kind)
        .build();
  }

  /** Answers at the end: as often, and with the status, as the metadata asks for. */
  private static final class Echo implements StreamObserver<ChatMessage> {

    static final Metadata.Key<String> CODE =
        Metadata.Key.of("code", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> ANSWERS =
        Metadata.Key.of("answers", Metadata.ASCII_STRING_MARSHALLER);

    private final MethodType kind;
    private final StreamObserver<ChatMessage> responses;
    private final List<String> received = new ArrayList<>();

    Echo(MethodType kind, StreamObserver<ChatMessage> responses) {
      this.kind = kind;
      this.responses = responses;
    }

    @Override
    public void onNext(ChatMessage message) {
      received.add(message.getText());
    }

    @Override
    public void onError(Throwable cancelled) {}

    @Override
    public void onCompleted() {
      CallContext context = CallContext.current();
      context.metadata(TEXT).ifPresent(text -> context.responseMetadata(TEXT, text));
      Status.Code code = Status.Code.valueOf(context.metadata(CODE).orElseThrow());
      int answers = Integer.parseInt(context.metadata(ANSWERS).orElseThrow());
      if (code != Status.Code.OK) {
        Metadata trailers = new Metadata();
        context.metadata(BYTES).ifPresent(bytes -> trailers.put(BYTES, bytes));
        throw Status.fromCode(code)
            .withDescription("because of " + received)
            .asRuntimeException(trailers);
      }
      for (int i = 0; i < (kind.serverSendsOneMessage() ? 1 : answers); i++) {
        responses.onNext(UserCalls.chat(i + ": " + received));
      }
      responses.onCompleted();
    }
  }
}
