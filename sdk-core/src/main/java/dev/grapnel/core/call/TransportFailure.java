package dev.grapnel.core.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the transport ended a call because of what it received: a message above the limit,
 * or a frame that is none. The client gets that status, but to listeners it is a cancellation. For
 * servers; {@link CallContext#ended} asks it. Thread-safe.
 */
public class TransportFailure extends ServerStreamTracer {

  private static final Context.Key<TransportFailure> KEY = Context.key("grapnel-transport");

  /** The others are the client's doing: it cancelled, its deadline passed, it went away. */
  private static final Set<Status.Code> BAD_INPUT =
      EnumSet.of(Status.Code.RESOURCE_EXHAUSTED, Status.Code.INTERNAL, Status.Code.UNKNOWN);

  private volatile Status.@Nullable Code code;

  /** Creates the tracer of one stream. */
  public TransportFailure() {}

  /**
   * Returns the factory for servers that trace nothing else.
   *
   * @return makes one for each stream
   */
  public static Factory factory() {
    return new Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new TransportFailure();
      }
    };
  }

  /**
   * Returns the tracer of the call that runs on this thread.
   *
   * @return the tracer; null where no server was told of it
   */
  public static @Nullable TransportFailure current() {
    return KEY.get();
  }

  /** Returns what the client gets; null if the transport did not end the call for bad input. */
  final Status.@Nullable Code code() {
    return code;
  }

  @Override
  public final Context filterContext(Context context) {
    return context.withValue(KEY, this);
  }

  /** Comes before the listener hears of it. */
  @Override
  public void streamClosed(Status status) {
    if (BAD_INPUT.contains(status.getCode())) {
      code = status.getCode();
    }
  }
}
