package dev.grapnel.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection that floods the server with frames of a kind in {@link Flood}. Reads the heads
 * of frames on their way to Netty's decoder, because that tells nobody of frames it ignores. Copies
 * and holds nothing; belongs to one connection and its network thread.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {

  private static final int PREFACE_BYTES = 24;
  private static final int STREAM_ID_BYTES = 4;
  private static final int DATA = 0;
  private static final int PRIORITY = 2;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int LAST_KNOWN = 9;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int PADDED = 8;

  /** Length (3 bytes), kind and flags; what follows is skipped. */
  private static final int HEAD_BYTES = 5;

  /** grpc-java measures the line with a ping for each half window of data, which is far more. */
  private static final int DATA_PER_PING = 1 << 16;

  /** How long the GOAWAY may take to go out. */
  private static final long GOODBYE_SECONDS = 1;

  private final FloodTally tally;
  private final Map<Flood, Integer> seen = new EnumMap<>(Flood.class);
  private long windowStart = System.nanoTime();
  private long skip = PREFACE_BYTES;
  private long head;
  private int headBytes;
  private long padded;
  private long dataBytes;
  private boolean over;

  FrameGuard(FloodTally tally) {
    this.tally = tally;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!over && message instanceof ByteBuf bytes) {
      Flood flood = read(bytes);
      if (flood != null) {
        end(context, flood);
      }
    }
    if (over) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  private @Nullable Flood read(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (skip > 0) {
        long step = Math.min(skip, end - at);
        at += (int) step;
        skip -= step;
        continue;
      }
      int next = bytes.getByte(at++) & 0xFF;
      Flood flood = padded > 0 ? padding(next) : head(next);
      if (flood != null && isTooMany(flood)) {
        return flood;
      }
    }
    return null;
  }

  private @Nullable Flood head(int next) {
    head = head << 8 | next;
    if (++headBytes < HEAD_BYTES) {
      return null;
    }
    long length = head >> 16;
    int kind = (int) (head >> 8) & 0xFF;
    int flags = (int) head & 0xFF;
    head = 0;
    headBytes = 0;
    skip = STREAM_ID_BYTES + length;
    return switch (kind) {
      case DATA -> data(length, flags);
      case PRIORITY -> Flood.PRIORITY;
      case RST_STREAM -> Flood.RST_STREAM;
      case SETTINGS -> Flood.SETTINGS;
      case PING -> (flags & ACK) == 0 ? null : Flood.PING_ACK;
      default -> kind > LAST_KNOWN ? Flood.UNKNOWN : null;
    };
  }

  private @Nullable Flood data(long length, int flags) {
    dataBytes += length;
    if (dataBytes >= DATA_PER_PING) {
      dataBytes = 0;
      seen.remove(Flood.PING_ACK);
    }
    if ((flags & END_STREAM) != 0) {
      return null;
    }
    if ((flags & PADDED) != 0 && length > 0) {
      // Whether there is more than padding is told by the byte after the stream's number.
      padded = length;
      skip = STREAM_ID_BYTES;
    }
    return length == 0 ? Flood.EMPTY_DATA : null;
  }

  private @Nullable Flood padding(int padding) {
    long length = padded;
    padded = 0;
    skip = length - 1;
    return length - 1 <= padding ? Flood.EMPTY_DATA : null;
  }

  /** The clock is read only when a count is full, so frames within the limits cost an addition. */
  private boolean isTooMany(Flood flood) {
    if (seen.merge(flood, 1, Integer::sum) <= flood.most) {
      return false;
    }
    long now = System.nanoTime();
    if (now - windowStart < TimeUnit.NANOSECONDS.convert(Flood.WINDOW)) {
      return true;
    }
    windowStart = now;
    seen.clear();
    seen.put(flood, 1);
    return false;
  }

  private void end(ChannelHandlerContext context, Flood flood) {
    over = true;
    tally.count(flood);
    Http2ConnectionHandler http2 = context.pipeline().get(Http2ConnectionHandler.class);
    if (http2 == null) {
      close(context);
      return;
    }
    Http2Exception reason =
        Http2Exception.connectionError(
            Http2Error.ENHANCE_YOUR_CALM, "too many frames: %s", flood.name());
    http2.onError(context.pipeline().context(http2), false, reason);
    // A client that does not read would keep its GOAWAY, and so the connection, waiting.
    Future<?> unused =
        context.executor().schedule(() -> close(context), GOODBYE_SECONDS, TimeUnit.SECONDS);
  }

  private static void close(ChannelHandlerContext context) {
    Future<?> unused = context.close();
  }
}
