package dev.grapnel.server.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grapnel.server.EchoService;
import dev.grapnel.server.RunningServer;
import dev.grapnel.server.protection.RawHttp2.End;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client gets for frames that no gRPC client sends, and that the server goes on. */
class MalformedFramesTest {

  private static final Map<String, String> PLAIN = Map.of();
  private static final Map<String, String> GZIP = Map.of("grpc-encoding", "gzip");
  private static final List<String> METHODS =
      List.of("Unary", "ServerStream", "ClientStream", "BidiStream");
  private static final byte[] GOOD = EchoService.request("hello").toByteArray();
  private static final byte[] GARBAGE = {(byte) 0xff, (byte) 0xff, 7};

  static Stream<Arguments> frames() throws IOException {
    byte[] zipped = gzip(GOOD);
    byte[] cut = new byte[zipped.length - 10];
    System.arraycopy(zipped, 0, cut, 0, cut.length);
    return Stream.of(
        Arguments.of("garbage", PLAIN, frame(0, GARBAGE), Status.Code.INVALID_ARGUMENT),
        Arguments.of(
            "garbage in gzip", GZIP, frame(1, gzip(GARBAGE)), Status.Code.INVALID_ARGUMENT),
        Arguments.of("no gzip at all", GZIP, frame(1, GARBAGE), Status.Code.INVALID_ARGUMENT),
        Arguments.of("gzip cut short", GZIP, frame(1, cut), Status.Code.INVALID_ARGUMENT),
        Arguments.of(
            "unknown compression",
            Map.of("grpc-encoding", "snappy"),
            frame(1, GOOD),
            Status.Code.UNIMPLEMENTED),
        // These three are what gRPC's own table of statuses says, and are decided below any call.
        Arguments.of("unnamed compression", PLAIN, frame(1, GOOD), Status.Code.INTERNAL),
        Arguments.of("unknown flag", PLAIN, frame(6, GOOD), Status.Code.INTERNAL),
        Arguments.of("cut short", PLAIN, new byte[] {0, 0, 0, 0, 9, 1}, Status.Code.INTERNAL),
        Arguments.of(
            "too long", PLAIN, new byte[] {0, 0x7f, 0, 0, 0, 1}, Status.Code.RESOURCE_EXHAUSTED),
        Arguments.of(
            "length below zero",
            PLAIN,
            new byte[] {0, -1, 0, 0, 0, 1},
            Status.Code.RESOURCE_EXHAUSTED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void eachIsAnsweredForAllKindsAndTheServerGoesOn(
      String what, Map<String, String> metadata, byte[] data, Status.Code code) throws Exception {
    try (AllLogs log = new AllLogs();
        RunningServer running = RunningServer.start(new EchoService());
        RawHttp2 client = RawHttp2.connect(running.server().port())) {
      for (String method : METHODS) {
        int stream = client.call("/echo.v1.EchoService/" + method, metadata, data);
        End end = client.awaitEnd();

        assertThat(end.stream()).isEqualTo(stream);
        assertThat(end.status()).as("%s: %s", method, end).isEqualTo("" + code.value());
      }
      assertThat(running.echo("still there")).isEqualTo("still there");
      assertThat(log.size()).isLessThan(40_000);
    }
  }

  @Test
  void garbageBehindTheMessageEndsTheCallAndTheServerGoesOn() throws Exception {
    byte[] message = frame(0, GOOD);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(message);
    both.writeBytes(GARBAGE);
    try (RunningServer running = RunningServer.start(new EchoService());
        RawHttp2 client = RawHttp2.connect(running.server().port())) {
      client.call("/echo.v1.EchoService/Unary", PLAIN, both.toByteArray());

      assertThat(client.awaitEnd().status()).isEqualTo("" + Status.Code.INTERNAL.value());
      assertThat(running.echo("still there")).isEqualTo("still there");
    }
  }

  static byte[] frame(int flags, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flags)
        .putInt(message.length)
        .put(message)
        .array();
  }

  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(plain);
    }
    return zipped.toByteArray();
  }
}
