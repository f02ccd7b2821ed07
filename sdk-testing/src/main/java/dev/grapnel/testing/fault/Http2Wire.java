package dev.grapnel.testing.fault;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * Both directions of one connection: bytes in, bytes out, and frames put between them if it is
 * HTTP/2 in plaintext. Any other protocol goes through as it is. Knows no sockets. Not thread-safe.
 */
final class Http2Wire {

  enum Protocol {
    /** The client has not sent enough to tell. */
    UNKNOWN,
    HTTP2,
    OTHER
  }

  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();
  private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
  private final FrameSplicer fromClient;
  private final FrameSplicer fromServer;
  private Protocol protocol = Protocol.UNKNOWN;
  private int prefaceBytes;
  private boolean goAwayWanted;

  Http2Wire(IntSupplier resetStreamAfter) {
    fromClient = new FrameSplicer((frame, bytes, out) -> out.writeBytes(bytes), toServer);
    fromServer =
        new FrameSplicer(new StreamResets(resetStreamAfter, this::resetTowardsServer), toClient);
  }

  Protocol protocol() {
    return protocol;
  }

  void feedFromClient(ByteBuffer in) {
    while (protocol == Protocol.UNKNOWN && in.hasRemaining()) {
      feedPreface(in.get());
    }
    if (protocol == Protocol.HTTP2) {
      fromClient.feed(in);
    } else {
      copy(in, toServer);
    }
  }

  void feedFromServer(ByteBuffer in) {
    if (protocol == Protocol.OTHER) {
      copy(in, toClient);
    } else {
      fromServer.feed(in);
    }
  }

  void endFromClient() {
    fromClient.end();
  }

  void endFromServer() {
    fromServer.end();
  }

  /** Puts a GOAWAY between two frames of the server, when it is known that there are frames. */
  void goAway() {
    if (protocol == Protocol.HTTP2) {
      fromServer.insert(Frame.goAway());
    } else {
      goAwayWanted = true;
    }
  }

  byte[] takeToClient() {
    return take(toClient);
  }

  byte[] takeToServer() {
    return take(toServer);
  }

  private void feedPreface(byte next) {
    toServer.write(next);
    if (next != PREFACE[prefaceBytes]) {
      protocol = Protocol.OTHER;
      return;
    }
    prefaceBytes++;
    if (prefaceBytes == PREFACE.length) {
      protocol = Protocol.HTTP2;
      fromClient.wholeFrames();
      fromServer.wholeFrames();
      if (goAwayWanted) {
        goAway();
      }
    }
  }

  private void resetTowardsServer(int stream) {
    fromClient.insert(Frame.rstStream(stream, Frame.CANCEL));
  }

  private static void copy(ByteBuffer in, ByteArrayOutputStream out) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    out.writeBytes(bytes);
  }

  private static byte[] take(ByteArrayOutputStream out) {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }
}
