package dev.grapnel.server.stream;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Asks a call for a few messages ahead of the body, and holds no more than those. */
final class BlockingReader<ReqT> implements RequestReader<ReqT> {

  /** As {@link RequestReader} says; asked for by halves, so that there is always one on its way. */
  private static final int AHEAD = 4;

  private final ServerCallStreamObserver<?> call;
  private final StreamBody body;
  private final Queue<ReqT> received = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;
  private volatile boolean stopped;
  private volatile boolean waiting;
  private final Iterator<ReqT> unread = new Unread();
  private int taken;

  BlockingReader(ServerCallStreamObserver<?> call, StreamBody body) {
    this.call = call;
    this.body = body;
    call.disableAutoRequest();
    call.request(AHEAD);
  }

  @Override
  public Optional<ReqT> read() {
    return unread.hasNext() ? Optional.of(unread.next()) : Optional.empty();
  }

  @Override
  public Iterator<ReqT> iterator() {
    return unread;
  }

  @Override
  public void stop() {
    stopped = true;
    body.wake();
  }

  /** Never throws and never waits: it is called by the callbacks of the call. */
  StreamObserver<ReqT> observer() {
    return new StreamObserver<>() {
      @Override
      public void onNext(ReqT message) {
        received.add(message);
        wakeIfWaiting();
      }

      /** The handler for cancellation has told the body. */
      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {
        ended = true;
        wakeIfWaiting();
      }
    };
  }

  private void wakeIfWaiting() {
    if (waiting) {
      body.wake();
    }
  }

  private @Nullable ReqT await() {
    body.check();
    ReqT message = poll();
    if (message == null && !stopped) {
      waiting = true;
      try {
        message = awaitMessage();
      } finally {
        waiting = false;
      }
    }
    return message;
  }

  private @Nullable ReqT awaitMessage() {
    while (true) {
      // Asked before the queue: what came before the end is there then.
      boolean last = ended;
      ReqT message = poll();
      if (message != null || last || stopped) {
        return message;
      }
      body.await(this, Long.MAX_VALUE);
    }
  }

  private @Nullable ReqT poll() {
    ReqT message = stopped ? null : received.poll();
    if (message != null && ++taken == AHEAD / 2) {
      taken = 0;
      call.request(AHEAD / 2);
    }
    return message;
  }

  private final class Unread implements Iterator<ReqT> {

    private @Nullable ReqT next;

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = await();
      }
      return next != null;
    }

    @Override
    public ReqT next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException("the client has sent its last message");
      }
      ReqT message = next;
      next = null;
      return message;
    }
  }
}
