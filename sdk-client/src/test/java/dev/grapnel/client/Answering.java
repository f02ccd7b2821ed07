package dev.grapnel.client;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;

/** Answers every call at once: a check with one message, a watch with two. */
class Answering extends HealthGrpc.HealthImplBase {

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
    responses.onNext(HealthServer.SERVING);
    responses.onCompleted();
  }

  @Override
  public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
    responses.onNext(HealthServer.SERVING);
    responses.onNext(HealthServer.SERVING);
    responses.onCompleted();
  }
}
