package dev.grapnel.interceptors.auth;

import static dev.grapnel.testing.assertion.GrpcAssertions.assertThatCall;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.GRPCTestClient;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stranger must not learn from a refusal which check failed. */
class RefusalTest {

  private static final List<String> CAUSES =
      List.of(
          Users.BAD + "the signature is wrong",
          Users.BAD + "expired 3 s ago",
          Users.BAD + "the audience is another",
          Users.BAD);

  private final AuthInterceptor auth =
      AuthInterceptor.builder()
          .addAuthenticator(new Users())
          .rules(
              AccessRules.builder()
                  .method(NoteServiceGrpc.getWriteMethod(), Access.permission("notes.write"))
                  .service(NoteServiceGrpc.SERVICE_NAME, Access.authenticated())
                  .build())
          .build();

  private final GRPCTestClient client =
      GRPCTestClient.builder().addService(new NotesWithPrincipal()).addInterceptor(auth).build();

  @ParameterizedTest
  @EnumSource(names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
  void isTheSameByteForByteWhateverTheCause(MethodDescriptor.MethodType kind) {
    try (client) {
      client.start();
      MethodDescriptor<?, ?> method =
          NoteServiceGrpc.getServiceDescriptor().getMethods().stream()
              .filter(candidate -> candidate.getType() == kind)
              .findFirst()
              .orElseThrow();
      String absent = refusal(method, new Metadata());
      List<String> others = new ArrayList<>();
      for (String cause : CAUSES) {
        Metadata headers = new Metadata();
        headers.put(Users.USER, cause);
        others.add(refusal(method, headers));
      }
      assertThat(absent).startsWith("UNAUTHENTICATED valid credentials are required");
      assertThat(others).containsOnly(absent);
    }
  }

  /** Status, description, headers and trailers as text; what the transport adds is among them. */
  private <ReqT> String refusal(MethodDescriptor<ReqT, ?> method, Metadata headers) {
    CompletableFuture<String> closed = new CompletableFuture<>();
    ClientCall<ReqT, ?> call = client.channel().newCall(method, CallOptions.DEFAULT);
    begin(call, headers, closed);
    call.halfClose();
    assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
    return closed.join();
  }

  private static <RespT> void begin(
      ClientCall<?, RespT> call, Metadata headers, CompletableFuture<String> closed) {
    StringBuilder seen = new StringBuilder();
    call.start(
        new ClientCall.Listener<RespT>() {
          @Override
          public void onHeaders(Metadata received) {
            seen.append(" headers ").append(bytes(received));
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            closed.complete(
                status.getCode()
                    + " "
                    + status.getDescription()
                    + seen
                    + " trailers "
                    + bytes(trailers));
          }
        },
        headers);
    call.request(1);
  }

  private static String bytes(Metadata metadata) {
    StringBuilder text = new StringBuilder();
    for (byte[] part : InternalMetadata.serialize(metadata)) {
      text.append(HexFormat.of().formatHex(part)).append(' ');
    }
    return text.toString();
  }

  @Test
  void saysWhenToTryAgainIfACredentialCannotBeJudged() {
    try (client) {
      client.start();
      for (String user : List.of(Users.AWAY, Users.BROKEN, Users.NULL)) {
        var notes = client.with(Users.as(user)).stub(NoteServiceGrpc::newBlockingStub);
        assertThatCall(() -> notes.write(WriteRequest.getDefaultInstance()))
            .failsWith(Status.Code.UNAVAILABLE)
            .hasDescription("credentials cannot be checked now")
            .hasRetryDelay(Duration.ofSeconds(1));
      }
    }
  }

  /** Seen from outside the interceptor: one close, nothing asked for, and no more after it. */
  @Test
  void closesOnceAndAsksForNoMessage() {
    RecordingCall call = new RecordingCall();
    ServerCall.Listener<WriteRequest> listener =
        auth.interceptCall(
            call,
            new Metadata(),
            (admitted, headers) -> {
              throw new AssertionError("a refused call got through");
            });
    listener.onMessage(WriteRequest.getDefaultInstance());
    listener.onHalfClose();
    listener.onReady();
    listener.onCancel();
    assertThat(call.events).containsExactly("close UNAUTHENTICATED");
  }

  /** Nobody has made a CallContext here, as in a plain grpc-java server. */
  @Test
  void worksWithoutAGrapnelServer() {
    Metadata headers = new Metadata();
    headers.put(Users.USER, "ana permission:notes.write");
    List<String> seen = new ArrayList<>();
    ServerCall.Listener<WriteRequest> listener =
        auth.interceptCall(
            new RecordingCall(),
            headers,
            (admitted, received) -> {
              seen.add(NotesWithPrincipal.caller());
              return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                  seen.add(NotesWithPrincipal.caller());
                }
              };
            });
    listener.onHalfClose();
    assertThat(seen).containsExactly("ana", "ana");
  }

  /** Every refusal has trailers of its own: whoever is outside may write into them. */
  @Test
  void sharesNoTrailersBetweenCalls() {
    Metadata.Key<String> key = Metadata.Key.of("x-outside", Metadata.ASCII_STRING_MARSHALLER);
    for (String user : List.of("bob", "bob")) {
      Metadata headers = new Metadata();
      headers.put(Users.USER, user);
      RecordingCall call = new RecordingCall();
      auth.interceptCall(call, headers, (admitted, received) -> new ServerCall.Listener<>() {});
      assertThat(call.events).containsExactly("close PERMISSION_DENIED");
      assertThat(call.trailers.containsKey(key)).isFalse();
      assertThat(call.trailers.keys()).contains("grpc-status-details-bin");
      call.trailers.put(key, "mine");
    }
  }

  private static final class RecordingCall extends ServerCall<WriteRequest, Note> {

    final List<String> events = new ArrayList<>();
    Metadata trailers = new Metadata();

    @Override
    public void request(int messages) {
      events.add("request");
    }

    @Override
    public void sendHeaders(Metadata headers) {
      events.add("headers");
    }

    @Override
    public void sendMessage(Note message) {
      events.add("message");
    }

    @Override
    public void close(Status status, Metadata closing) {
      events.add("close " + status.getCode());
      trailers = closing;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public Attributes getAttributes() {
      return Attributes.EMPTY;
    }

    @Override
    public MethodDescriptor<WriteRequest, Note> getMethodDescriptor() {
      return NoteServiceGrpc.getWriteMethod();
    }
  }
}
