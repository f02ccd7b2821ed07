package dev.grapnel.interceptors;

import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import io.grpc.stub.StreamObserver;

/** Answers each request with its text, in all call kinds; what fails is up to each test. */
public class NoteService extends NoteServiceGrpc.NoteServiceImplBase {

  /** The names of the methods, one of each kind. */
  public static final String WRITE = NoteServiceGrpc.SERVICE_NAME + "/Write";

  public static final String WRITE_ALL = NoteServiceGrpc.SERVICE_NAME + "/WriteAll";
  public static final String READ = NoteServiceGrpc.SERVICE_NAME + "/Read";
  public static final String CHAT = NoteServiceGrpc.SERVICE_NAME + "/Chat";

  @Override
  public void write(WriteRequest request, StreamObserver<Note> responses) {
    responses.onNext(note(request.getText()));
    responses.onCompleted();
  }

  @Override
  public StreamObserver<WriteRequest> writeAll(StreamObserver<Notes> responses) {
    return new StreamObserver<>() {
      private final Notes.Builder notes = Notes.newBuilder();

      @Override
      public void onNext(WriteRequest request) {
        notes.addNotes(note(request.getText()));
      }

      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {
        responses.onNext(notes.build());
        responses.onCompleted();
      }
    };
  }

  @Override
  public void read(ReadRequest request, StreamObserver<Note> responses) {
    for (int i = 0; i < request.getCount(); i++) {
      responses.onNext(note(request.getText()));
    }
    responses.onCompleted();
  }

  @Override
  public StreamObserver<WriteRequest> chat(StreamObserver<Note> responses) {
    return new StreamObserver<>() {
      @Override
      public void onNext(WriteRequest request) {
        responses.onNext(note(request.getText()));
      }

      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {
        responses.onCompleted();
      }
    };
  }

  protected static Note note(String text) {
    return Note.newBuilder().setText(text).build();
  }
}
