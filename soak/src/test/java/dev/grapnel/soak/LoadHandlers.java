package dev.grapnel.soak;

import com.google.protobuf.ByteString;
import dev.grapnel.core.error.RpcException;
import dev.grapnel.server.stream.BlockingStream;
import dev.grapnel.soak.v1.Chunk;
import dev.grapnel.soak.v1.DownloadRequest;
import dev.grapnel.soak.v1.LoadServiceGrpc.LoadServiceImplBase;
import dev.grapnel.soak.v1.UploadResponse;
import dev.grapnel.soak.v1.WatchRequest;
import dev.grapnel.soak.v1.WatchResponse;
import dev.grapnel.soak.v1.WorkRequest;
import dev.grapnel.soak.v1.WorkResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The service of the soak tests. */
final class LoadHandlers extends LoadServiceImplBase {

  private static final WorkResponse ANSWER =
      WorkResponse.newBuilder().setServer(ProcessHandle.current().pid()).build();

  private static final int SLOWNESS = 20;

  private final Fault fault;

  LoadHandlers(Fault fault) {
    this.fault = fault;
  }

  @Override
  public void work(WorkRequest request, StreamObserver<WorkResponse> response) {
    if (fault == Fault.UNAVAILABLE) {
      throw RpcException.of(Status.Code.UNAVAILABLE, "out of order");
    }
    block(request, fault == Fault.SLOW ? SLOWNESS : 1);
    long start = System.nanoTime();
    long computing = TimeUnit.MICROSECONDS.toNanos(request.getCpuMicros());
    while (System.nanoTime() - start < computing) {
      Thread.onSpinWait();
    }
    response.onNext(ANSWER);
    response.onCompleted();
  }

  private static void block(WorkRequest request, int times) {
    long start = System.nanoTime();
    long blocking = TimeUnit.MICROSECONDS.toNanos(times * request.getMicros());
    for (long rest = blocking; rest > 0; rest = blocking - (System.nanoTime() - start)) {
      try {
        new CountDownLatch(1).await(rest, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        if (!request.getIgnoresInterrupts()) {
          throw RpcException.of(Status.Code.CANCELLED, "interrupted");
        }
      }
    }
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> response) {
    new EndlessStream((ServerCallStreamObserver<WatchResponse>) response)
        .start(request.getOnDrain());
  }

  @Override
  public void download(DownloadRequest request, StreamObserver<Chunk> response) {
    // region: respond
    BlockingStream.respond(
        response,
        writer -> {
          for (long sent = 0; sent < request.getMessages() && !writer.isDraining(); sent++) {
            writer.write(chunk(request.getBytes()));
          }
        });
    // endregion
  }

  /** A new one each time: the same would hide what is kept. */
  private static Chunk chunk(int bytes) {
    return Chunk.newBuilder().setData(ByteString.copyFrom(new byte[bytes])).build();
  }

  @Override
  public StreamObserver<Chunk> upload(StreamObserver<UploadResponse> response) {
    return new StreamObserver<>() {
      private long messages;

      @Override
      public void onNext(Chunk chunk) {
        messages++;
      }

      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {
        response.onNext(UploadResponse.newBuilder().setMessages(messages).build());
        response.onCompleted();
      }
    };
  }
}
