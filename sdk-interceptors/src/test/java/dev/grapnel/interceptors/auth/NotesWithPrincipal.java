package dev.grapnel.interceptors.auth;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers with who calls, as each callback sees it; counts what gets as far as here. */
final class NotesWithPrincipal extends NoteService {

  static final String NOBODY = "nobody";

  final AtomicInteger calls = new AtomicInteger();
  final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  static String caller() {
    return CallContext.current().principal().map(Principal::id).orElse(NOBODY);
  }

  @Override
  public void write(WriteRequest request, StreamObserver<Note> responses) {
    calls.incrementAndGet();
    responses.onNext(note(caller()));
    responses.onCompleted();
  }

  @Override
  public void delete(ReadRequest request, StreamObserver<Note> responses) {
    write(WriteRequest.getDefaultInstance(), responses);
  }

  @Override
  public void read(ReadRequest request, StreamObserver<Note> responses) {
    calls.incrementAndGet();
    responses.onNext(note(caller()));
    responses.onNext(note(caller()));
    responses.onCompleted();
  }

  @Override
  public StreamObserver<WriteRequest> writeAll(StreamObserver<Notes> responses) {
    calls.incrementAndGet();
    Notes.Builder notes = Notes.newBuilder();
    return observer(
        () -> notes.addNotes(note(caller())),
        () -> {
          responses.onNext(notes.addNotes(note(caller())).build());
          responses.onCompleted();
        });
  }

  @Override
  public StreamObserver<WriteRequest> chat(StreamObserver<Note> responses) {
    calls.incrementAndGet();
    return observer(() -> responses.onNext(note(caller())), responses::onCompleted);
  }

  private StreamObserver<WriteRequest> observer(Runnable onNext, Runnable onCompleted) {
    return new StreamObserver<>() {
      @Override
      public void onNext(WriteRequest request) {
        onNext.run();
      }

      @Override
      public void onError(Throwable cancelled) {
        ends.add(caller());
      }

      @Override
      public void onCompleted() {
        onCompleted.run();
      }
    };
  }
}
