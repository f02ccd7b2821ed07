package dev.grapnel.samples.crypto.client;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;

/**
 * Prices as they come; reading waits for the next one, and closing cancels the call.
 *
 * <p>One thread reads; any thread may close, after which the reader meets the end.
 */
public final class PriceUpdates implements Iterator<PriceUpdate>, AutoCloseable {

  private final Context.CancellableContext context = Context.current().withCancellation();
  private final Iterator<PriceUpdate> updates;

  private volatile boolean closed;

  PriceUpdates(Callable<Iterator<PriceUpdate>> call) {
    try {
      this.updates = context.call(call);
    } catch (Exception e) {
      throw RpcException.from(e);
    }
  }

  /** Waits for a price; false when the stream ended or was closed. */
  @Override
  public boolean hasNext() {
    try {
      return !closed && updates.hasNext();
    } catch (StatusRuntimeException e) {
      if (closed) {
        return false;
      }
      throw RpcException.from(e);
    }
  }

  @Override
  public PriceUpdate next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the price stream has ended");
    }
    return updates.next();
  }

  @Override
  public void close() {
    closed = true;
    context.cancel(null);
  }
}
