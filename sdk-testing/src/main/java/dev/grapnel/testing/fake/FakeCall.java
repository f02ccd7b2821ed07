package dev.grapnel.testing.fake;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.SynchronizationContext;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One call from its start to its end: asks the scripts, then plays the answer.
 *
 * <p>Callbacks of gRPC and ticks of the scheduler come on different threads; a {@link
 * SynchronizationContext} puts them in one line, so that the call is touched by one at a time.
 */
final class FakeCall<ReqT, RespT> extends ServerCall.Listener<ReqT> {

  private final SynchronizationContext line;
  private final ObservedCall<ReqT, RespT> call;
  private final Metadata headers;
  private final ReceivedCall<ReqT> received;
  private final MethodScripts<ReqT, RespT> scripts;
  private final ScheduledExecutorService scheduler;
  private @Nullable Reply<? extends RespT> reply;
  private @Nullable ReplyPlayer<RespT> player;
  private ServerCall.@Nullable Listener<ReqT> handler;

  private FakeCall(
      ServerCall<ReqT, RespT> call,
      Metadata headers,
      MethodScripts<ReqT, RespT> scripts,
      ScheduledExecutorService scheduler) {
    this.headers = headers;
    this.scripts = scripts;
    this.scheduler = scheduler;
    received = new ReceivedCall<>(headers, Context.current().getDeadline());
    this.call = new ObservedCall<>(call, received);
    line = new SynchronizationContext((thread, failure) -> scriptFailed(failure));
  }

  static <ReqT, RespT> ServerCall.Listener<ReqT> start(
      ServerCall<ReqT, RespT> call,
      Metadata headers,
      MethodScripts<ReqT, RespT> scripts,
      ScheduledExecutorService scheduler) {
    FakeCall<ReqT, RespT> started = new FakeCall<>(call, headers, scripts, scheduler);
    scripts.add(started.received);
    started.line.execute(started::begin);
    return started;
  }

  @Override
  public void onMessage(ReqT message) {
    line.execute(
        () -> {
          received.add(message);
          if (handler == null) {
            call.request(1);
          } else if (!call.isClosed()) {
            handler.onMessage(message);
          }
        });
  }

  @Override
  public void onHalfClose() {
    line.execute(
        () -> {
          received.halfClosed();
          if (call.isClosed()) {
            return; // Refused, or ended by its handler: nobody waits for this.
          }
          if (handler != null) {
            handler.onHalfClose();
          } else {
            chooseAndPlay();
          }
        });
  }

  @Override
  public void onReady() {
    line.execute(
        () -> {
          if (handler != null && !call.isClosed()) {
            handler.onReady();
          } else if (player != null) {
            player.onReady();
          }
        });
  }

  @Override
  public void onCancel() {
    received.cancelled();
    line.execute(
        () -> {
          if (handler != null) {
            handler.onCancel();
          } else if (player != null) {
            player.stop();
          }
        });
  }

  @Override
  public void onComplete() {
    line.execute(
        () -> {
          if (handler != null) {
            handler.onComplete();
          }
        });
  }

  private void begin() {
    choose();
    if (handler == null && !call.isClosed()) {
      call.request(1);
    }
  }

  /** Asks the scripts, last added first; one that needs the requests is asked at half-close. */
  private void choose() {
    for (Script<ReqT, RespT> script : scripts.lastAddedFirst()) {
      Choice choice = Choice.of(script, received);
      if (choice == Choice.WHEN_HALF_CLOSED) {
        return;
      }
      if (choice == Choice.YES) {
        received.answeredBy(script);
        take(script.next());
        return;
      }
    }
    // A bidi client may wait for a first response before it half-closes: tell it now.
    if (received.isHalfClosed()
        || call.getMethodDescriptor().getType() == MethodType.BIDI_STREAMING) {
      received.refused();
      call.close(Refusal.of(scripts, received), new Metadata());
    }
  }

  private void take(Answer<ReqT, RespT> answer) {
    if (answer instanceof Answer.Scripted<ReqT, RespT> scripted) {
      reply = scripted.reply();
    } else if (answer instanceof Answer.Interactive<ReqT, RespT> interactive) {
      handOver(interactive);
    }
  }

  private void handOver(Answer.Interactive<ReqT, RespT> answer) {
    ServerCall.Listener<ReqT> started = answer.handler().startCall(call, headers);
    handler = started;
    received.requests().forEach(started::onMessage);
    if (received.isHalfClosed()) {
      started.onHalfClose();
      if (call.isReady()) {
        started.onReady(); // It came while nobody listened.
      }
    }
  }

  private void chooseAndPlay() {
    if (reply == null) {
      choose();
    }
    if (reply != null) {
      player = new ReplyPlayer<>(reply, call, scheduler, line);
      player.start();
    }
  }

  /** A predicate, function or handler of the test threw something. */
  private void scriptFailed(Throwable failure) {
    if (failure instanceof StatusRuntimeException chosen) {
      end(chosen.getStatus(), chosen.getTrailers());
    } else if (failure instanceof StatusException chosen) {
      end(chosen.getStatus(), chosen.getTrailers());
    } else {
      received.scriptFailed(failure);
      String description =
          "A script of %s failed: %s"
              .formatted(call.getMethodDescriptor().getFullMethodName(), failure);
      end(Status.UNKNOWN.withDescription(Refusal.shortened(description)).withCause(failure), null);
    }
  }

  private void end(Status status, @Nullable Metadata trailers) {
    if (player != null) {
      player.stop();
    }
    if (!call.isClosed() && !call.isCancelled()) {
      call.close(status, trailers == null ? new Metadata() : trailers);
    }
  }
}
