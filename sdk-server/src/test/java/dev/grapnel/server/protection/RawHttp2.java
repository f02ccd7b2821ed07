package dev.grapnel.server.protection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** An HTTP/2 client by hand, for what no gRPC client would send. One thread. */
final class RawHttp2 implements AutoCloseable {

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private static final int LARGEST_FRAME = 16_384;

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder();
  private int lastStream = -1;
  private int lastEnded;

  /** How a stream ended: by trailers, by a reset, or with its connection. */
  record End(int stream, String status, String message) {}

  private record Frame(int type, int flags, int stream, ByteBuf payload) {}

  private RawHttp2(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.in = new DataInputStream(socket.getInputStream());
  }

  static RawHttp2 connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
    socket.setTcpNoDelay(true);
    RawHttp2 client = new RawHttp2(socket);
    client.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    client.frame(SETTINGS, 0, 0, new byte[0]);
    // From then on the server takes in more than the first 64 KiB.
    Frame settings = client.read();
    while (settings.type() != SETTINGS) {
      settings = client.read();
    }
    client.acknowledge(settings);
    return client;
  }

  /** Begins a call that sends these bytes and no more. */
  int call(String path, Map<String, String> metadata, byte[] data) throws IOException {
    lastStream += 2;
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    header(headers, ":method", "POST");
    header(headers, ":scheme", "http");
    header(headers, ":path", path);
    header(headers, ":authority", "localhost");
    header(headers, "content-type", "application/grpc");
    header(headers, "te", "trailers");
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      header(headers, entry.getKey(), entry.getValue());
    }
    frame(HEADERS, END_HEADERS, lastStream, headers.toByteArray());
    for (int from = 0; from < data.length; from += LARGEST_FRAME) {
      int to = Math.min(data.length, from + LARGEST_FRAME);
      int last = to == data.length ? END_STREAM : 0;
      frame(DATA, last, lastStream, Arrays.copyOfRange(data, from, to));
    }
    return lastStream;
  }

  /** Sends a frame of any kind. */
  void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuf frame = Unpooled.buffer(9 + payload.length);
    frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
    frame.writeBytes(payload);
    out.write(frame.array(), 0, frame.readableBytes());
  }

  /** Waits for the end of any stream. */
  End awaitEnd() throws IOException, Http2Exception {
    while (true) {
      Frame frame = read();
      switch (frame.type()) {
        case SETTINGS, PING -> acknowledge(frame);
        case HEADERS -> {
          Http2Headers headers = hpack.decodeHeaders(frame.stream(), frame.payload());
          if ((frame.flags() & END_STREAM) != 0) {
            lastEnded = frame.stream();
            return new End(
                frame.stream(),
                String.valueOf(headers.get("grpc-status")),
                String.valueOf(headers.get("grpc-message")));
          }
        }
        case RESET -> {
          // One may follow the trailers.
          if (frame.stream() != lastEnded) {
            return new End(frame.stream(), "reset", code(frame, 0));
          }
        }
        case GOAWAY -> {
          return new End(0, "go away", code(frame, 4));
        }
        default -> {}
      }
    }
  }

  /** Ends its own side and waits until the server has closed. */
  void drain() throws IOException {
    socket.shutdownOutput();
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static String code(Frame frame, int at) {
    return Integer.toString(frame.payload().getInt(at));
  }

  private void acknowledge(Frame frame) throws IOException {
    if ((frame.flags() & ACK) == 0) {
      frame(frame.type(), ACK, 0, frame.type() == PING ? frame.payload().array() : new byte[0]);
    }
  }

  private Frame read() throws IOException {
    byte[] head = new byte[9];
    in.readFully(head);
    ByteBuf header = Unpooled.wrappedBuffer(head);
    byte[] payload = new byte[header.readUnsignedMedium()];
    Frame frame =
        new Frame(
            header.readByte(),
            header.readByte(),
            header.readInt(),
            Unpooled.wrappedBuffer(payload));
    in.readFully(payload);
    return frame;
  }

  /** A literal that is never indexed, without Huffman. */
  private static void header(ByteArrayOutputStream into, String name, String value) {
    into.write(0x10);
    text(into, name);
    text(into, value);
  }

  private static void text(ByteArrayOutputStream into, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length >= 127) {
      throw new IllegalArgumentException("too long for one byte: " + text);
    }
    into.write(bytes.length);
    into.writeBytes(bytes);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
