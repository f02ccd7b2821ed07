package dev.grapnel.server.transport;

import static dev.grapnel.server.transport.RawConnection.CONTINUATION;
import static dev.grapnel.server.transport.RawConnection.DATA;
import static dev.grapnel.server.transport.RawConnection.END_HEADERS;
import static dev.grapnel.server.transport.RawConnection.END_STREAM;
import static dev.grapnel.server.transport.RawConnection.HEADERS;
import static dev.grapnel.server.transport.RawConnection.PING;
import static dev.grapnel.server.transport.RawConnection.PRIORITY;
import static dev.grapnel.server.transport.RawConnection.RST_STREAM;
import static dev.grapnel.server.transport.RawConnection.SETTINGS;
import static dev.grapnel.server.transport.RawConnection.WINDOW_UPDATE;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What one hostile connection can send; each writes its number {@code i} of many, from 0. */
enum Attack {
  /** CVE-2023-44487. */
  RAPID_RESET(20_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      call(to, i, END_HEADERS).frame(RST_STREAM, stream(i), 8);
    }
  },
  /** CVE-2025-8671, by a window that grows by nothing. */
  MADE_RESET_BY_ZERO_WINDOW(20_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      call(to, i, END_HEADERS).frame(WINDOW_UPDATE, stream(i), 0);
    }
  },
  /** CVE-2025-8671, by a window that overflows. */
  MADE_RESET_BY_WINDOW_OVERFLOW(20_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      call(to, i, END_HEADERS).frame(WINDOW_UPDATE, stream(i), Integer.MAX_VALUE);
    }
  },
  /** CVE-2025-8671, by data after the end. */
  MADE_RESET_BY_LATE_DATA(20_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      call(to, i, END_HEADERS | END_STREAM).frame(DATA, 0, stream(i), ONE_BYTE);
    }
  },
  /** CVE-2025-8671, by a call that depends on itself. */
  MADE_RESET_BY_SELF_DEPENDENCY(20_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      call(to, i, END_HEADERS).frame(PRIORITY, 0, stream(i), dependsOn(stream(i)));
    }
  },
  /** CVE-2025-8671, by a PRIORITY of the wrong length. */
  MADE_RESET_BY_SHORT_PRIORITY(20_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      call(to, i, END_HEADERS).frame(PRIORITY, 0, stream(i), ONE_BYTE);
    }
  },
  /** Headers that never end, of small parts. */
  CONTINUATION_FLOOD(20_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        call(to, i, 0);
      }
      to.frame(CONTINUATION, 0, 1, RawConnection.header("x-" + i, "y"));
    }
  },
  /** CVE-2026-33871: headers that never end, of empty parts. */
  EMPTY_CONTINUATION_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        call(to, i, 0);
      }
      to.frame(CONTINUATION, 0, 1, NOTHING);
    }
  },
  /** Headers that never end, of the largest parts. */
  LARGE_CONTINUATION_FLOOD(2_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        call(to, i, 0);
      }
      to.frame(CONTINUATION, 0, 1, RawConnection.header("x-" + i, "y".repeat(16_000)));
    }
  },
  /** Data of no bytes, which flow control does not hold back. */
  EMPTY_DATA_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        call(to, i, END_HEADERS);
      }
      to.frame(DATA, 0, 1, NOTHING);
    }
  },
  /** Data of nothing but padding. */
  PADDED_DATA_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        call(to, i, END_HEADERS);
      }
      to.frame(DATA, 8, 1, new byte[1]);
    }
  },
  /** Each has to be applied and acknowledged. */
  SETTINGS_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      to.frame(SETTINGS, 0, 0, NOTHING);
    }
  },
  /** Acknowledges what was never sent. */
  SETTINGS_ACK_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      to.frame(SETTINGS, 1, 0, NOTHING);
    }
  },
  /** Each window size is applied to each open call. */
  SETTINGS_WINDOW_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        for (int call = 0; call < 500; call++) {
          call(to, call, END_HEADERS);
        }
      }
      to.frame(SETTINGS, 0, 0, setting(4, 65_535 + i % 2));
    }
  },
  /** CVE-2026-50560: a limit that no answer fits into. */
  SETTINGS_HEADER_LIST_SIZE(20_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        to.frame(SETTINGS, 0, 0, setting(6, 1));
      }
      call(to, i, END_HEADERS | END_STREAM);
    }
  },
  /** Priorities of calls that are not there. */
  PRIORITY_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      to.frame(PRIORITY, 0, stream(i), dependsOn(0));
    }
  },
  /** Each has to be answered. */
  PING_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      to.frame(PING, 0, 0, new byte[8]);
    }
  },
  /** Answers to pings that were never sent. */
  PING_ACK_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      to.frame(PING, 1, 0, new byte[8]);
    }
  },
  /** Windows that grow by single bytes. */
  WINDOW_UPDATE_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      to.frame(WINDOW_UPDATE, 0, 1);
    }
  },
  /** Windows of a call that is over. */
  CLOSED_WINDOW_UPDATE_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        call(to, i, END_HEADERS).frame(RST_STREAM, 1, 8);
      }
      to.frame(WINDOW_UPDATE, 1, 1);
    }
  },
  /** Data of a call that is over. */
  CLOSED_DATA_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        call(to, i, END_HEADERS).frame(RST_STREAM, 1, 8);
      }
      to.frame(DATA, 0, 1, NOTHING);
    }
  },
  /** A large message in pieces of one byte. */
  TINY_DATA_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        call(to, i, END_HEADERS).frame(DATA, 0, 1, new byte[] {0, 0, 0x3F, 0, 0});
      }
      to.frame(DATA, 0, 1, ONE_BYTE);
    }
  },
  /** Resets of a call that is over. */
  CLOSED_RESET_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      if (i == 0) {
        call(to, i, END_HEADERS);
      }
      to.frame(RST_STREAM, 1, 8);
    }
  },
  /** Kinds that do not exist. */
  UNKNOWN_FRAME_FLOOD(200_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      to.frame(99, 0, 0, NOTHING);
    }
  },
  /** Calls of headers above the hard limit. */
  LARGE_HEADERS(2_000) {
    @Override
    void write(RawConnection to, int i) throws IOException {
      byte[] call = RawConnection.callHeaders(METHOD);
      byte[] large = RawConnection.header("x-large", "y".repeat(16_000));
      to.frame(HEADERS, END_STREAM, stream(i), call);
      to.frame(CONTINUATION, 0, stream(i), large);
      to.frame(CONTINUATION, END_HEADERS, stream(i), large);
    }
  };

  static final String METHOD = "echo.v1.EchoService/ClientStream";
  private static final byte[] NOTHING = {};
  private static final byte[] ONE_BYTE = {0};

  /** How many the issue asks for. */
  final int number;

  Attack(int number) {
    this.number = number;
  }

  abstract void write(RawConnection to, int i) throws IOException;

  /** Sends frames until all are sent or the server ends the connection; says how many went. */
  int run(RawConnection to, int times) {
    for (int i = 0; i < times; i++) {
      try {
        write(to, i);
      } catch (IOException e) {
        return i;
      }
    }
    try {
      to.flush();
    } catch (IOException e) {
      // It has just been ended.
    }
    return times;
  }

  private static int stream(int i) {
    return 2 * i + 1;
  }

  private static RawConnection call(RawConnection to, int i, int flags) throws IOException {
    return to.call(stream(i), flags, METHOD);
  }

  private static byte[] dependsOn(int stream) {
    return ByteBuffer.allocate(5).putInt(stream).put((byte) 15).array();
  }

  private static byte[] setting(int id, int value) {
    return ByteBuffer.allocate(6).putShort((short) id).putInt(value).array();
  }
}
