package dev.grapnel.interceptors.deadline;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Holds every call open, and keeps what its handler hears of it. */
class HeldService extends NoteService {

  /** A call whose handler has begun. */
  record Held(Context context, ServerCallStreamObserver<?> responses, List<String> events) {

    void awaitEvent(String event) {
      Waiting.until(() -> events.contains(event));
    }
  }

  private final BlockingQueue<Held> begun = new LinkedBlockingQueue<>();

  Held await() throws InterruptedException {
    Held held = begun.poll(10, TimeUnit.SECONDS);
    if (held == null) {
      throw new AssertionError("no handler began");
    }
    return held;
  }

  boolean isIdle() {
    return begun.isEmpty();
  }

  @Override
  public void write(WriteRequest request, StreamObserver<Note> responses) {
    hold(responses);
  }

  @Override
  public void read(ReadRequest request, StreamObserver<Note> responses) {
    hold(responses);
  }

  @Override
  public StreamObserver<WriteRequest> writeAll(StreamObserver<Notes> responses) {
    return requests(hold(responses));
  }

  @Override
  public StreamObserver<WriteRequest> chat(StreamObserver<Note> responses) {
    return requests(hold(responses));
  }

  private Held hold(StreamObserver<?> responses) {
    ServerCallStreamObserver<?> call = (ServerCallStreamObserver<?>) responses;
    Held held = new Held(Context.current(), call, new CopyOnWriteArrayList<>());
    call.setOnCancelHandler(() -> held.events().add("cancelled"));
    call.setOnCloseHandler(() -> held.events().add("completed"));
    begun.add(held);
    return held;
  }

  private static StreamObserver<WriteRequest> requests(Held held) {
    return new StreamObserver<>() {
      @Override
      public void onNext(WriteRequest request) {
        held.events().add(request.getText());
      }

      @Override
      public void onError(Throwable failure) {
        held.events().add("failed");
      }

      @Override
      public void onCompleted() {
        held.events().add("half-closed");
      }
    };
  }
}
