package dev.grapnel.interceptors.limits;

import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceStub;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.stub.StreamObserver;

/** One call of each kind, with one request each. */
enum CallKind {
  UNARY {
    @Override
    StreamRecorder<?> call(NoteServiceStub stub) {
      StreamRecorder<Note> recorder = StreamRecorder.create();
      stub.write(REQUEST, recorder);
      return recorder;
    }
  },
  CLIENT_STREAMING {
    @Override
    StreamRecorder<?> call(NoteServiceStub stub) {
      StreamRecorder<Notes> recorder = StreamRecorder.create();
      send(stub.writeAll(recorder));
      return recorder;
    }
  },
  SERVER_STREAMING {
    @Override
    StreamRecorder<?> call(NoteServiceStub stub) {
      StreamRecorder<Note> recorder = StreamRecorder.create();
      stub.read(ReadRequest.newBuilder().setText("hi").setCount(1).build(), recorder);
      return recorder;
    }
  },
  BIDI_STREAMING {
    @Override
    StreamRecorder<?> call(NoteServiceStub stub) {
      StreamRecorder<Note> recorder = StreamRecorder.create();
      send(stub.chat(recorder));
      return recorder;
    }
  };

  private static final WriteRequest REQUEST = WriteRequest.newBuilder().setText("hi").build();

  /** Begins a call that sends all it has to send. */
  abstract StreamRecorder<?> call(NoteServiceStub stub);

  private static void send(StreamObserver<WriteRequest> requests) {
    requests.onNext(REQUEST);
    requests.onCompleted();
  }
}
