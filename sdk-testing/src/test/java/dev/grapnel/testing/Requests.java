package dev.grapnel.testing;

import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/** The requests of a client stream; a cancelled one just ends. */
record Requests<T>(Consumer<T> message, Runnable end) implements StreamObserver<T> {

  @Override
  public void onNext(T request) {
    message.accept(request);
  }

  @Override
  public void onError(Throwable cancelled) {}

  @Override
  public void onCompleted() {
    end.run();
  }
}
