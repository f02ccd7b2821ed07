package dev.grapnel.interceptors.logging;

import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/** Fails in all kinds as it is told, with the first message. */
final class FailingService extends NoteService {

  private final Consumer<StreamObserver<?>> failure;

  FailingService(Consumer<StreamObserver<?>> failure) {
    this.failure = failure;
  }

  static FailingService throwing(RuntimeException thrown) {
    return new FailingService(
        responses -> {
          throw thrown;
        });
  }

  static FailingService answering(Throwable thrown) {
    return new FailingService(responses -> responses.onError(thrown));
  }

  @Override
  public void write(WriteRequest request, StreamObserver<Note> responses) {
    failure.accept(responses);
  }

  @Override
  public void read(ReadRequest request, StreamObserver<Note> responses) {
    failure.accept(responses);
  }

  @Override
  public StreamObserver<WriteRequest> writeAll(StreamObserver<Notes> responses) {
    return failing(responses);
  }

  @Override
  public StreamObserver<WriteRequest> chat(StreamObserver<Note> responses) {
    return failing(responses);
  }

  private StreamObserver<WriteRequest> failing(StreamObserver<?> responses) {
    return new StreamObserver<>() {
      private boolean failed;

      @Override
      public void onNext(WriteRequest request) {
        if (!failed) {
          failed = true;
          failure.accept(responses);
        }
      }

      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {}
    };
  }
}
