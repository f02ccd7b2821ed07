package dev.grapnel.benchmarks;

import dev.grapnel.benchmarks.v1.BenchmarkServiceGrpc;
import dev.grapnel.benchmarks.v1.StreamRequest;
import dev.grapnel.benchmarks.v1.StreamResponse;
import dev.grapnel.benchmarks.v1.UnaryRequest;
import dev.grapnel.benchmarks.v1.UnaryResponse;
import io.grpc.stub.StreamObserver;

/** The service code that all variants share. */
final class BenchmarkService extends BenchmarkServiceGrpc.BenchmarkServiceImplBase {

  @Override
  public void unary(UnaryRequest request, StreamObserver<UnaryResponse> responses) {
    responses.onNext(UnaryResponse.newBuilder().setText(request.getText()).build());
    responses.onCompleted();
  }

  @Override
  public void stream(StreamRequest request, StreamObserver<StreamResponse> responses) {
    StreamResponse response = StreamResponse.newBuilder().setText(request.getText()).build();
    for (int i = 0; i < request.getCount(); i++) {
      responses.onNext(response);
    }
    responses.onCompleted();
  }
}
