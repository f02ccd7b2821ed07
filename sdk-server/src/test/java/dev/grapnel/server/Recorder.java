package dev.grapnel.server;

import dev.grapnel.server.echo.EchoResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what an asynchronous call answered; {@link #end()} is completed when it is over. */
final class Recorder implements StreamObserver<EchoResponse> {

  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final CompletableFuture<List<String>> end = new CompletableFuture<>();

  @Override
  public void onNext(EchoResponse response) {
    texts.add(response.getText());
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    end.complete(List.copyOf(texts));
  }

  CompletableFuture<List<String>> end() {
    return end;
  }
}
