package dev.grapnel.testing.fake;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.util.Iterator;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends a reply, as fast as its delays and the client allow. Runs inside the line of its call. */
final class ReplyPlayer<RespT> {

  private final Reply<? extends RespT> reply;
  private final Iterator<? extends RespT> left;
  private final ServerCall<?, RespT> call;
  private final ScheduledExecutorService scheduler;
  private final SynchronizationContext line;
  private boolean headersSent;
  private boolean due;
  private boolean stopped;
  private @Nullable Future<?> tick;

  ReplyPlayer(
      Reply<? extends RespT> reply,
      ServerCall<?, RespT> call,
      ScheduledExecutorService scheduler,
      SynchronizationContext line) {
    this.reply = reply;
    this.left = reply.messages().iterator();
    this.call = call;
    this.scheduler = scheduler;
    this.line = line;
  }

  void start() {
    Metadata headers = reply.headers();
    if (headers != null) {
      sendHeaders(headers);
    }
    waitAndGo();
  }

  void onReady() {
    go();
  }

  void stop() {
    stopped = true;
    if (tick != null) {
      tick.cancel(false);
    }
  }

  private void waitAndGo() {
    if (reply.delay().isZero()) {
      due = true;
      go();
      return;
    }
    due = false;
    tick =
        scheduler.schedule(
            () -> line.execute(this::tick), reply.delay().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tick() {
    due = true;
    go();
  }

  private void go() {
    while (due && !stopped && !call.isCancelled()) {
      if (!left.hasNext()) {
        finish();
      } else if (call.isReady()) {
        send(left.next());
      } else {
        return; // Goes on with onReady.
      }
    }
  }

  private void send(RespT message) {
    if (!headersSent) {
      sendHeaders(new Metadata());
    }
    call.sendMessage(message);
    if (left.hasNext() && !reply.delay().isZero()) {
      waitAndGo();
    }
  }

  private void finish() {
    stopped = true;
    Status end = reply.end();
    if (end != null) {
      call.close(end, reply.trailers());
    }
  }

  private void sendHeaders(Metadata headers) {
    headersSent = true;
    call.sendHeaders(headers);
  }
}
