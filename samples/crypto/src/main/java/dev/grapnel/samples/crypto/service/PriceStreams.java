package dev.grapnel.samples.crypto.service;

import dev.grapnel.samples.crypto.market.Market;
import dev.grapnel.samples.crypto.market.Schedule;
import dev.grapnel.samples.crypto.market.Schedule.Repetition;
import dev.grapnel.samples.crypto.proto.PriceUpdate;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All open {@link PriceStream}s; none of them holds a thread. */
public final class PriceStreams implements AutoCloseable {

  private final Market market;
  private final Schedule schedule;
  private final Map<PriceStream, Repetition> open = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /** Sends this market's prices when that schedule says so. */
  public PriceStreams(Market market, Schedule schedule) {
    this.market = market;
    this.schedule = schedule;
  }

  /** Sends prices until the reader leaves or {@link #close} is called. */
  void open(List<String> symbols, Duration interval, ServerCallStreamObserver<PriceUpdate> reader) {
    PriceStream stream = new PriceStream(symbols, market, reader);
    reader.setOnReadyHandler(stream::goOn);
    reader.setOnCancelHandler(
        () -> {
          stream.cancelled();
          forget(stream);
        });
    open.put(stream, schedule.every(interval, stream::round));
    stream.round();
    // Looked at after the stream was added, so that either close() or this line sees the other.
    if (closed) {
      end(stream);
    }
  }

  /** Ends all streams with UNAVAILABLE, so that their readers turn to another server. */
  @Override
  public void close() {
    closed = true;
    open.keySet().forEach(this::end);
  }

  private void end(PriceStream stream) {
    forget(stream);
    stream.end();
  }

  private void forget(PriceStream stream) {
    Repetition rounds = open.remove(stream);
    if (rounds != null) {
      rounds.cancel();
    }
  }
}
