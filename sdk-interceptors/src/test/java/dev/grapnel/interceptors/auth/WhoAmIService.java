package dev.grapnel.interceptors.auth;

import dev.grapnel.core.call.CallContext;
import dev.grapnel.core.security.Principal;
import dev.grapnel.interceptors.NoteService;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import io.grpc.stub.StreamObserver;

/** Answers a unary call with the id of its principal. */
final class WhoAmIService extends NoteService {

  @Override
  public void write(WriteRequest request, StreamObserver<Note> responses) {
    responses.onNext(note(CallContext.current().principal().map(Principal::id).orElse("nobody")));
    responses.onCompleted();
  }
}
