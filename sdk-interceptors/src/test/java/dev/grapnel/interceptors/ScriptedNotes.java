package dev.grapnel.interceptors;

import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.Notes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;

/** Runs one script in all call kinds; without one it answers once and ends well. */
final class ScriptedNotes {

  /** Where a handler can be. */
  enum Point {
    START,
    READY,
    MESSAGE,
    HALF_CLOSE,
    CANCEL
  }

  /** What a handler does; true lets it go on as usual. */
  @FunctionalInterface
  interface Script {
    boolean at(Point point, ServerCall<?, ?> call);
  }

  private volatile Script script = (point, call) -> true;

  void script(Script next) {
    script = next;
  }

  ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(NoteServiceGrpc.getServiceDescriptor())
        .addMethod(NoteServiceGrpc.getWriteMethod(), this::start)
        .addMethod(NoteServiceGrpc.getWriteAllMethod(), this::start)
        .addMethod(NoteServiceGrpc.getReadMethod(), this::start)
        .addMethod(NoteServiceGrpc.getChatMethod(), this::start)
        .addMethod(NoteServiceGrpc.getDeleteMethod(), this::start)
        .build();
  }

  /** As {@code StreamObserver.onError} of stubs does. */
  static void onError(ServerCall<?, ?> call, Throwable failure) {
    Metadata trailers = null;
    if (failure instanceof StatusRuntimeException known) {
      trailers = known.getTrailers();
    } else if (failure instanceof StatusException known) {
      trailers = known.getTrailers();
    }
    call.close(Status.fromThrowable(failure), trailers == null ? new Metadata() : trailers);
  }

  @SuppressWarnings("unchecked")
  static <RespT> void answer(ServerCall<?, RespT> call) {
    MethodDescriptor<?, RespT> method = call.getMethodDescriptor();
    boolean many = method.getFullMethodName().equals(NoteService.WRITE_ALL);
    call.sendMessage((RespT) (many ? Notes.getDefaultInstance() : Note.getDefaultInstance()));
  }

  private <ReqT, RespT> ServerCall.Listener<ReqT> start(
      ServerCall<ReqT, RespT> call, Metadata headers) {
    Script running = script;
    if (!running.at(Point.START, call)) {
      return new ServerCall.Listener<>() {};
    }
    call.request(10);
    call.sendHeaders(new Metadata());
    return new ServerCall.Listener<>() {
      @Override
      public void onReady() {
        running.at(Point.READY, call);
      }

      @Override
      public void onMessage(ReqT message) {
        running.at(Point.MESSAGE, call);
      }

      @Override
      public void onHalfClose() {
        if (running.at(Point.HALF_CLOSE, call)) {
          answer(call);
          call.close(Status.OK, new Metadata());
        }
      }

      @Override
      public void onCancel() {
        running.at(Point.CANCEL, call);
      }
    };
  }
}
