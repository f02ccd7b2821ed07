package dev.grapnel.interceptors.logging;

import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc.NoteServiceStub;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** One call of each kind, with two messages where there can be some. */
enum AllKinds {
  UNARY("Write", 1, 1) {
    @Override
    StreamRecorder<?> begin(NoteServiceStub stub) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      stub.write(REQUEST, answers);
      return answers;
    }
  },
  CLIENT_STREAMING("WriteAll", 2, 1) {
    @Override
    StreamRecorder<?> begin(NoteServiceStub stub) {
      StreamRecorder<Notes> answers = StreamRecorder.create();
      sendTwo(stub.writeAll(answers));
      return answers;
    }
  },
  SERVER_STREAMING("Read", 1, 2) {
    @Override
    StreamRecorder<?> begin(NoteServiceStub stub) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      stub.read(ReadRequest.newBuilder().setText("x").setCount(2).build(), answers);
      return answers;
    }
  },
  BIDI_STREAMING("Chat", 2, 2) {
    @Override
    StreamRecorder<?> begin(NoteServiceStub stub) {
      StreamRecorder<Note> answers = StreamRecorder.create();
      sendTwo(stub.chat(answers));
      return answers;
    }
  };

  private static final WriteRequest REQUEST = WriteRequest.newBuilder().setText("x").build();

  private final String method;
  private final int requests;
  private final int responses;

  AllKinds(String method, int requests, int responses) {
    this.method = method;
    this.requests = requests;
    this.responses = responses;
  }

  abstract StreamRecorder<?> begin(NoteServiceStub stub);

  Status call(NoteServiceStub stub) {
    return begin(stub).awaitEnd();
  }

  String method() {
    return "grapnel.interceptors.test.v1.NoteService/" + method;
  }

  int requests() {
    return requests;
  }

  int responses() {
    return responses;
  }

  private static void sendTwo(StreamObserver<WriteRequest> requests) {
    requests.onNext(REQUEST);
    requests.onNext(REQUEST);
    requests.onCompleted();
  }
}
