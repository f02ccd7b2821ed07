package dev.grapnel.testing.fake;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** Answers each message as it comes; takes the next one when the client has room for its answer. */
final class EachAnswered<ReqT, RespT> implements StreamObserver<ReqT> {

  private final ServerCallStreamObserver<RespT> responses;
  private final Function<? super ReqT, ? extends RespT> answer;
  private boolean asked = true;

  private EachAnswered(
      ServerCallStreamObserver<RespT> responses, Function<? super ReqT, ? extends RespT> answer) {
    this.responses = responses;
    this.answer = answer;
  }

  static <ReqT, RespT> StreamObserver<ReqT> of(
      StreamObserver<RespT> observer, Function<? super ReqT, ? extends RespT> answer) {
    ServerCallStreamObserver<RespT> responses = (ServerCallStreamObserver<RespT>) observer;
    EachAnswered<ReqT, RespT> each = new EachAnswered<>(responses, answer);
    responses.disableAutoRequest();
    responses.setOnReadyHandler(each::askIfReady);
    // Without it, responses to a client that is gone would throw.
    responses.setOnCancelHandler(() -> {});
    responses.request(1);
    return each;
  }

  @Override
  public void onNext(ReqT request) {
    asked = false;
    responses.onNext(answer.apply(request));
    askIfReady();
  }

  @Override
  public void onError(Throwable clientIsGone) {
    // There is nobody to answer.
  }

  @Override
  public void onCompleted() {
    responses.onCompleted();
  }

  private void askIfReady() {
    if (!asked && responses.isReady()) {
      asked = true;
      responses.request(1);
    }
  }
}
