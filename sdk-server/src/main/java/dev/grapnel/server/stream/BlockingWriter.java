package dev.grapnel.server.stream;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.error.RpcException;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Writes to a call while grpc-java says that it is ready; else waits for its onReady. */
final class BlockingWriter<RespT> implements ResponseWriter<RespT> {

  private final ServerCallStreamObserver<RespT> call;
  private final StreamBody body;
  private final Optional<CallContext> context = CallContext.find();
  private long stallNanos = Long.MAX_VALUE;

  BlockingWriter(ServerCallStreamObserver<RespT> call, StreamBody body) {
    this.call = call;
    this.body = body;
  }

  @Override
  public void write(RespT message) {
    if (!tryWrite(message)) {
      awaitReady();
      call.onNext(message);
    }
  }

  @Override
  public boolean tryWrite(RespT message) {
    Objects.requireNonNull(message, "the message of a stream is null");
    body.check();
    if (!call.isReady()) {
      return false;
    }
    call.onNext(message);
    return true;
  }

  @Override
  public void stallTimeout(Duration longest) {
    if (longest.isNegative() || longest.isZero()) {
      throw new IllegalArgumentException(
          "stallTimeout is " + longest + ": expected a time above zero");
    }
    stallNanos = TimeUnit.NANOSECONDS.convert(longest);
  }

  @Override
  public boolean isDraining() {
    return context.isPresent() && context.get().isDraining();
  }

  /**
   * No wake-up is lost: grpc-java calls onReady after each change from not ready to ready, and a
   * wake-up between the question and the waiting ends the waiting.
   */
  private void awaitReady() {
    long start = System.nanoTime();
    while (!call.isReady()) {
      long left = stallNanos - (System.nanoTime() - start);
      if (left <= 0) {
        throw body.fail(
            RpcException.of(
                Status.Code.RESOURCE_EXHAUSTED,
                "the client did not read for " + Duration.ofNanos(stallNanos)));
      }
      body.await(this, left);
    }
  }
}
