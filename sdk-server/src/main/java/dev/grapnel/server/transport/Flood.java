package dev.grapnel.server.transport;

import java.time.Duration;

/**
 * Kinds of HTTP/2 frames that cost the server work, are not held back by flow control, and that
 * neither grpc-java nor Netty limit. PING (grpc-java ends those who ping while no data flows) and
 * WINDOW_UPDATE are left out: honest clients send one with each frame they get, and one costs no
 * more than reading its bytes.
 */
enum Flood {
  /** Clients send one or two; each costs a walk over all calls of the connection. */
  SETTINGS(100),
  /** A message of no bytes still has 5 in DATA, so hardly anybody sends these. */
  EMPTY_DATA(100),
  /** Each that nobody waits for is a line in grpc-java's log; {@link FrameGuard} forgives some. */
  PING_ACK(100),
  /** Abolished by RFC 9113; browsers and some proxies still send one or two with each call. */
  PRIORITY(2000),
  /** Live calls are under grpc-java's own limit; a cancel may cross with the answer, too. */
  RST_STREAM(2000),
  /** Extensions, and the made-up kinds by which clients keep them possible (RFC 8701). */
  UNKNOWN(2000);

  /** How long {@link #most} hold for. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  /** How many one connection may send in {@link #WINDOW}. */
  final int most;

  Flood(int most) {
    this.most = most;
  }
}
