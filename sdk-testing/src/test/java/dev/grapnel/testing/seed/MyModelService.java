package dev.grapnel.testing.seed;

import dev.grapnel.testing.mymodel.MyModelControllerGrpc;
import dev.grapnel.testing.mymodel.MyModelListRequest;
import dev.grapnel.testing.mymodel.MyModelListResponse;
import dev.grapnel.testing.mymodel.MyModelResponse;
import io.grpc.stub.StreamObserver;

/** One model, which can be listed. */
final class MyModelService extends MyModelControllerGrpc.MyModelControllerImplBase {

  @Override
  public void list(MyModelListRequest request, StreamObserver<MyModelListResponse> responses) {
    MyModelResponse model = MyModelResponse.newBuilder().setId(1).setName("first").build();
    responses.onNext(MyModelListResponse.newBuilder().addResults(model).build());
    responses.onCompleted();
  }
}
