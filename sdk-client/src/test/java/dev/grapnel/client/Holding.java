package dev.grapnel.client;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers a check of the service {@code hold} when told to, any other at once. */
final class Holding extends HealthGrpc.HealthImplBase {

  static final HealthCheckRequest HOLD = HealthCheckRequest.newBuilder().setService("hold").build();

  private final BlockingQueue<StreamObserver<HealthCheckResponse>> held =
      new LinkedBlockingQueue<>();

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
    if (request.equals(HOLD)) {
      held.add(responses);
    } else {
      answer(responses);
    }
  }

  /** Waits for a call to arrive and gives it back unanswered. */
  StreamObserver<HealthCheckResponse> awaitHeld() throws InterruptedException {
    return held.take();
  }

  static void answer(StreamObserver<HealthCheckResponse> responses) {
    responses.onNext(HealthServer.SERVING);
    responses.onCompleted();
  }
}
