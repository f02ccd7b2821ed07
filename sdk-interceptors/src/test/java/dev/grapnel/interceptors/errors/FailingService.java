package dev.grapnel.interceptors.errors;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/**
 * Fails every call: thrown where a message is handled, or passed to onError where there is none.
 */
final class FailingService extends NoteService {

  private final Supplier<RuntimeException> failure;

  FailingService(Supplier<RuntimeException> failure) {
    this.failure = failure;
  }

  @Override
  public void write(WriteRequest request, StreamObserver<Note> responses) {
    throw failure.get();
  }

  @Override
  public void read(ReadRequest request, StreamObserver<Note> responses) {
    responses.onNext(Note.getDefaultInstance());
    responses.onError(failure.get());
  }

  @Override
  public StreamObserver<WriteRequest> writeAll(StreamObserver<Notes> responses) {
    return failing();
  }

  @Override
  public StreamObserver<WriteRequest> chat(StreamObserver<Note> responses) {
    return failing();
  }

  private StreamObserver<WriteRequest> failing() {
    return new StreamObserver<>() {
      @Override
      public void onNext(WriteRequest request) {}

      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {
        throw failure.get();
      }
    };
  }
}
