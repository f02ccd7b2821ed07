package dev.grapnel.server.transport;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/2 client that says whatever it is told, right or wrong: frames are written by hand, what
 * comes back is read and thrown away but for how the connection ended. One thread writes.
 */
public final class RawConnection implements AutoCloseable {

  /** Kinds of frames, as numbered by RFC 9113. */
  public static final int DATA = 0;

  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  /** Flags of DATA and HEADERS. */
  public static final int END_STREAM = 1;

  public static final int END_HEADERS = 4;

  /** How a connection ended that went without GOAWAY. */
  public static final int NO_GOAWAY = -1;

  private static final byte[] NOTHING = {};
  private static final int METHOD_POST = 0x83;
  private static final int SCHEME_HTTP = 0x86;
  private static final int NAME_AUTHORITY = 0x01;
  private static final int NAME_PATH = 0x04;

  private final Socket socket;
  private final OutputStream out;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final CompletableFuture<Integer> dismissed = new CompletableFuture<>();
  private final CompletableFuture<Void> spoken = new CompletableFuture<>();
  private final AtomicInteger resets = new AtomicInteger();

  private RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 14);
    Thread reader = new Thread(this::read, "raw-connection");
    reader.setDaemon(true);
    reader.start();
  }

  /** Connects, and says nothing yet. */
  public static RawConnection open(int port) throws IOException {
    return over(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Takes over a connection, which may be a TLS one. */
  public static RawConnection over(Socket socket) throws IOException {
    return new RawConnection(socket);
  }

  /** Says hello: preface and empty SETTINGS. */
  public RawConnection hello() throws IOException {
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return frame(SETTINGS, 0, 0, NOTHING).flush();
  }

  /** Writes a frame. */
  public RawConnection frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(9);
    head.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream);
    out.write(head.array());
    out.write(payload);
    return this;
  }

  /** Writes a frame whose payload is one number of 4 bytes. */
  public RawConnection frame(int type, int stream, int number) throws IOException {
    return frame(type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
  }

  /** Begins a call. */
  public RawConnection call(int stream, int flags, String method) throws IOException {
    return frame(HEADERS, flags, stream, callHeaders(method));
  }

  /** Sends what was written. */
  public RawConnection flush() throws IOException {
    out.flush();
    return this;
  }

  /** The headers of a call, each written out in full. */
  public static byte[] callHeaders(String method) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(METHOD_POST);
    block.write(SCHEME_HTTP);
    block.write(NAME_PATH);
    text(block, "/" + method);
    block.write(NAME_AUTHORITY);
    text(block, "localhost");
    block.writeBytes(header("content-type", "application/grpc"));
    block.writeBytes(header("te", "trailers"));
    return block.toByteArray();
  }

  /** One header that is not to be remembered. */
  public static byte[] header(String name, String value) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0);
    text(block, name);
    text(block, value);
    return block.toByteArray();
  }

  /** Waits until the server has said its first word. */
  public RawConnection awaitServer() throws IOException {
    try {
      spoken.get(30, TimeUnit.SECONDS);
      return this;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Waits for the end: the code of GOAWAY, or {@link #NO_GOAWAY}. */
  public int awaitEnd(Duration time) throws Exception {
    return ended.get(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }

  /** Waits for GOAWAY, and returns its code. */
  public int awaitGoaway(Duration time) throws Exception {
    return dismissed.get(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }

  /** Whether the server has ended the connection. */
  public boolean hasEnded() {
    return ended.isDone();
  }

  /** How many calls the server has reset. */
  public int resets() {
    return resets.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    // HPACK writes lengths from 127 on in several bytes of 7 bits.
    int rest = bytes.length - 127;
    block.write(Math.min(bytes.length, 127));
    while (rest >= 0) {
      block.write(rest > 127 ? (rest & 127) | 128 : rest);
      rest = rest > 127 ? rest >> 7 : -1;
    }
    block.writeBytes(bytes);
  }

  private void read() {
    int code = NO_GOAWAY;
    try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
      while (true) {
        int head = in.readInt();
        in.readByte();
        in.readInt();
        byte[] payload = new byte[head >>> 8];
        in.readFully(payload);
        spoken.complete(null);
        if ((head & 255) == GOAWAY) {
          code = ByteBuffer.wrap(payload).getInt(4);
          dismissed.complete(code);
        } else if ((head & 255) == RST_STREAM) {
          resets.incrementAndGet();
        }
      }
    } catch (IOException e) {
      // The connection is over, whether it was closed or reset.
      spoken.complete(null);
      dismissed.completeExceptionally(e);
      ended.complete(code);
    }
  }
}
