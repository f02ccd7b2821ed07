package dev.grapnel.interceptors;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What strangers send meets every interceptor, and all of them tell how it was answered. */
class BadInputTest {

  /** One of each kind. */
  private static final List<String> METHODS =
      List.of(NoteService.WRITE, NoteService.WRITE_ALL, NoteService.READ, NoteService.CHAT);

  private static final byte[] GARBAGE = {-1, -1, 7};

  @RegisterExtension
  static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

  @ParameterizedTest
  @EnumSource(names = "PLAIN_SERVER", mode = EnumSource.Mode.EXCLUDE)
  void malformedRequestIsToldByAll(Place place) {
    for (String method : METHODS) {
      try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
        Status status = call(chain.channel(), method, GARBAGE);

        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        chain.assertAllTell(method, Status.Code.INVALID_ARGUMENT);
        assertThat(chain.innermost.closes()).extracting(Status::getCode).contains(status.getCode());
        assertThat(chain.reports()).isEmpty();
        chain.assertSlotsAreFree();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KIT_OVER_LOOPBACK", "GRAPNEL_SERVER", "EVENT_LOOP"})
  void messageAboveTheLimitIsToldByAll(Place place) {
    for (String method : METHODS) {
      try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
        chain.notes.script(
            (point, call) -> {
              // Without headers: after them grpc-java can only reset the stream.
              call.request(1);
              return false;
            });
        Status status = call(chain.channel(), method, new byte[5 << 20]);

        assertThat(status.getCode()).as(method).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("4194304");
        chain.assertAllTell(method, Status.Code.RESOURCE_EXHAUSTED);
        chain.assertSlotsAreFree();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PLAIN_SERVER", mode = EnumSource.Mode.EXCLUDE)
  void unregisteredMethodIsRefusedWithoutCredentialsAndToldByAll(Place place) {
    String method = "no.such.Service/Method";
    try (WholeChain chain = new WholeChain(place, telemetry, 1)) {
      Status stranger = call(chain.withoutToken(), method, GARBAGE);
      Status denied = call(chain.withoutPermission(), method, GARBAGE);
      Status known = call(chain.channel(), method, GARBAGE);

      assertThat(List.of(stranger.getCode(), denied.getCode(), known.getCode()))
          .containsExactly(
              Status.Code.UNAUTHENTICATED,
              Status.Code.PERMISSION_DENIED,
              Status.Code.UNIMPLEMENTED);
      WholeChain.await("three lines", () -> chain.lines(method).size() == 3);
      assertThat(chain.counts("other"))
          .containsExactlyInAnyOrder(
              "UNAUTHENTICATED 1.0", "PERMISSION_DENIED 1.0", "UNIMPLEMENTED 1.0");
      assertThat(chain.counts(method)).isEmpty();
      assertThat(chain.reports()).isEmpty();
      chain.assertSlotsAreFree();
    }
  }

  private static Status call(Channel channel, String method, byte[] message) {
    MethodDescriptor<byte[], byte[]> bytes =
        MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(method)
            .build();
    ClientCall<byte[], byte[]> call = channel.newCall(bytes, CallOptions.DEFAULT);
    CompletableFuture<Status> end = new CompletableFuture<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.request(Integer.MAX_VALUE);
    call.sendMessage(message);
    call.halfClose();
    return end.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      return new byte[0];
    }
  }
}
