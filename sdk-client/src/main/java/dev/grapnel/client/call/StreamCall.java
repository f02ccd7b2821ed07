package dev.grapnel.client.call;

import dev.grapnel.core.error.RpcException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call whose callbacks only queue, and whose user waits. One thread reads, one sends (it may be
 * the same one), any thread closes.
 */
final class StreamCall<ReqT, RespT> implements ClientResponseObserver<ReqT, RespT> {

  /**
   * As {@link ResponseStream} says; asked for by halves, so that there is always one on its way.
   */
  private static final int AHEAD = 4;

  /** How often a wait looks for itself, and how long past its deadline a call may end. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Read by the {@link TimeoutInterceptor}, the one place where the call's deadline is known. */
  private static final ThreadLocal<@Nullable StreamCall<?, ?>> OPENING = new ThreadLocal<>();

  private static final String CLOSED_TEXT = "closed by the client";
  private static final End WELL = new End(null);

  /** How a call ended: {@code failure} is what grpc-java, or a wait, said. */
  private record End(@Nullable Throwable failure) {}

  /** Where one thread waits. */
  private static final class Seat {
    volatile @Nullable Thread taken;

    void wake() {
      Thread waiting = taken;
      if (waiting != null) {
        LockSupport.unpark(waiting);
      }
    }
  }

  private final Queue<RespT> received = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private final Seat reader = new Seat();
  private final Seat sender = new Seat();
  private @Nullable ClientCallStreamObserver<ReqT> call;
  private @Nullable Deadline deadline;
  private volatile boolean closed;
  private int requested;
  private boolean drained;
  private boolean halfClosed;

  private StreamCall() {}

  /** Starts a call by handing its observer to a method of a generated stub. */
  static <ReqT, RespT> StreamCall<ReqT, RespT> open(Consumer<StreamCall<ReqT, RespT>> method) {
    StreamCall<ReqT, RespT> opened = new StreamCall<>();
    StreamCall<?, ?> outer = OPENING.get();
    OPENING.set(opened);
    try {
      method.accept(opened);
    } finally {
      if (outer == null) {
        OPENING.remove();
      } else {
        OPENING.set(outer);
      }
    }
    if (opened.call == null) {
      throw new IllegalArgumentException(
          "the method did not hand the observer on to an asynchronous stub: expected a method of a"
              + " generated stub, such as stub::watch");
    }
    return opened;
  }

  /** Returns the call that this thread is about to start. */
  static @Nullable StreamCall<?, ?> opening() {
    return OPENING.get();
  }

  /** Remembers the deadline that a call gets on its way. */
  Channel watching(Channel next) {
    return new Channel() {
      @Override
      public <T, R> ClientCall<T, R> newCall(MethodDescriptor<T, R> method, CallOptions options) {
        deadline = options.getDeadline();
        return next.newCall(method, options);
      }

      @Override
      public String authority() {
        return String.valueOf(next.authority());
      }
    };
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ReqT> starting) {
    call = starting;
    starting.disableAutoRequestWithInitial(AHEAD);
    starting.setOnReadyHandler(sender::wake);
  }

  @Override
  public void onNext(RespT message) {
    if (!closed) {
      received.add(message);
      reader.wake();
    }
  }

  @Override
  public void onError(Throwable failure) {
    end(new End(failure));
  }

  @Override
  public void onCompleted() {
    end(WELL);
  }

  /**
   * Waits for a message. Returns null if none came in time, or there is none any more: then {@link
   * #isDrained()}.
   */
  @Nullable RespT read(long nanos) {
    RespT message = poll();
    if (message != null) {
      return message;
    }
    await(reader, this::hasNews, nanos);
    // Asked before the queue: what came before the end is there then.
    End last = end.get();
    message = poll();
    if (message == null && last != null) {
      if (last.failure() != null) {
        throw RpcException.from(last.failure());
      }
      drained = true;
    }
    return message;
  }

  /** Tells whether the last {@link #read} met the end; for the reader. */
  boolean isDrained() {
    return drained;
  }

  boolean isClosed() {
    return closed;
  }

  /** Waits until the transport takes a message; false if the server has ended the call with OK. */
  boolean send(ReqT message) {
    Objects.requireNonNull(message, "the message to send is null");
    if (halfClosed) {
      throw new IllegalStateException("halfClose() was called: nothing can be sent any more");
    }
    if (!takesMore()) {
      await(sender, this::takesMore, Long.MAX_VALUE);
    }
    return mayStillSend() && handOver(() -> call().onNext(message));
  }

  void halfClose() {
    if (!halfClosed && end.get() == null) {
      halfClosed = true;
      handOver(() -> call().onCompleted());
    }
  }

  void close() {
    closed = true;
    if (end(WELL)) {
      call().cancel(CLOSED_TEXT, null);
    }
    received.clear();
  }

  /** A call that another thread cancels in this moment throws for it. */
  private boolean handOver(Runnable step) {
    try {
      step.run();
      return true;
    } catch (IllegalStateException e) {
      if (end.get() == null) {
        throw e;
      }
      return mayStillSend();
    }
  }

  private boolean mayStillSend() {
    End last = end.get();
    if (last == null) {
      return true;
    }
    if (last.failure() != null) {
      throw RpcException.from(last.failure());
    }
    if (closed) {
      throw RpcException.of(Status.Code.CANCELLED, CLOSED_TEXT);
    }
    return false;
  }

  private boolean hasNews() {
    return !received.isEmpty() || end.get() != null;
  }

  private boolean takesMore() {
    return call().isReady() || end.get() != null;
  }

  private @Nullable RespT poll() {
    RespT message = closed ? null : received.poll();
    if (message != null && ++requested == AHEAD / 2) {
      requested = 0;
      call().request(AHEAD / 2);
    }
    return message;
  }

  /**
   * Waits until something has happened or the time is over. Each wake-up is backed by a look of our
   * own every now and then, so that none that is lost parks a thread for ever.
   */
  private void await(Seat seat, BooleanSupplier happened, long nanos) {
    long start = System.nanoTime();
    seat.taken = Thread.currentThread();
    try {
      while (!happened.getAsBoolean()) {
        long left = nanos - (System.nanoTime() - start);
        if (left <= 0) {
          return;
        }
        LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
        check();
      }
    } finally {
      seat.taken = null;
    }
  }

  private void check() {
    if (Thread.currentThread().isInterrupted()) {
      cancel(Status.CANCELLED, "the thread that waited for the call was interrupted");
    } else if (deadline != null && deadline.timeRemaining(TimeUnit.NANOSECONDS) < -LOOK_NANOS) {
      cancel(
          Status.DEADLINE_EXCEEDED,
          "the deadline passed and no callback told so: is the client's executor blocked?");
    }
  }

  private void cancel(Status status, String text) {
    if (end(new End(status.withDescription(text).asRuntimeException()))) {
      call().cancel(text, null);
    }
  }

  private boolean end(End how) {
    boolean first = end.compareAndSet(null, how);
    reader.wake();
    sender.wake();
    return first;
  }

  private ClientCallStreamObserver<ReqT> call() {
    return Objects.requireNonNull(call);
  }
}
