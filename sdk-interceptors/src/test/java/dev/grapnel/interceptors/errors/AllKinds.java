package dev.grapnel.interceptors.errors;

import dev.grapnel.core.error.RpcException;
import dev.grapnel.interceptors.test.v1.Note;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.Notes;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import dev.grapnel.testing.call.StreamRecorder;
import io.grpc.Channel;

/** One call of each kind, and what it fails with. */
enum AllKinds {
  UNARY {
    @Override
    StreamRecorder<?> call(Channel channel) {
      StreamRecorder<Note> recorder = StreamRecorder.create();
      NoteServiceGrpc.newStub(channel).write(WriteRequest.getDefaultInstance(), recorder);
      return recorder;
    }
  },
  CLIENT {
    @Override
    StreamRecorder<?> call(Channel channel) {
      StreamRecorder<Notes> recorder = StreamRecorder.create();
      var requests = NoteServiceGrpc.newStub(channel).writeAll(recorder);
      requests.onNext(WriteRequest.getDefaultInstance());
      requests.onCompleted();
      return recorder;
    }
  },
  SERVER {
    @Override
    StreamRecorder<?> call(Channel channel) {
      StreamRecorder<Note> recorder = StreamRecorder.create();
      NoteServiceGrpc.newStub(channel).read(ReadRequest.getDefaultInstance(), recorder);
      return recorder;
    }
  },
  BIDI {
    @Override
    StreamRecorder<?> call(Channel channel) {
      StreamRecorder<Note> recorder = StreamRecorder.create();
      var requests = NoteServiceGrpc.newStub(channel).chat(recorder);
      requests.onNext(WriteRequest.getDefaultInstance());
      requests.onCompleted();
      return recorder;
    }
  };

  abstract StreamRecorder<?> call(Channel channel);

  RpcException failure(Channel channel) {
    StreamRecorder<?> recorder = call(channel);
    recorder.awaitEnd();
    return recorder.failure().orElseThrow();
  }
}
