package dev.grapnel.testing.fault;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Asks for messages slowly. Sees to the deadline and cancels itself: the in-process transport does
 * not tell of them while messages are unread that the server sent before it ended the call.
 */
final class SlowClientCall<Q, R> extends SimpleForwardingClientCall<Q, R> {

  private final PacedRequests requests;
  private final Executor callbacks;
  private final Context context = Context.current();
  private final EndWatch watch;
  private volatile @Nullable OnceListener<R> listener;

  SlowClientCall(
      ClientCall<Q, R> call, CallOptions options, PacedRequests requests, Delays delays) {
    super(call);
    this.requests = requests;
    callbacks = delays.callbacks(options);
    watch = new EndWatch(context, options.getDeadline(), delays, this::end);
  }

  @Override
  public void start(Listener<R> told, Metadata headers) {
    OnceListener<R> once =
        new OnceListener<>(told) {
          @Override
          public void onClose(Status status, Metadata trailers) {
            requests.stop();
            watch.stop();
            super.onClose(status, trailers);
          }
        };
    listener = once;
    super.start(once, headers);
    watch.start();
  }

  @Override
  public void request(int messages) {
    requests.add(messages);
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    super.cancel(message, cause);
    end(EndWatch.cancelled(message, cause));
  }

  private void end(Status status) {
    OnceListener<R> told = listener;
    if (told != null) {
      callbacks.execute(context.wrap(() -> told.onClose(status, new Metadata())));
    }
  }
}
