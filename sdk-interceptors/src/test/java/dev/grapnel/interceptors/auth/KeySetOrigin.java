package dev.grapnel.interceptors.auth;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers each fetch when the test says so. */
final class KeySetOrigin implements JwksKeys.Origin {

  private final Queue<CompletableFuture<byte[]>> waiting = new ArrayDeque<>();
  private int fetches;

  @Override
  public synchronized CompletionStage<byte[]> fetch() {
    fetches++;
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    waiting.add(answer);
    return answer;
  }

  synchronized int fetches() {
    return fetches;
  }

  void answer(byte[] document) {
    take().complete(document);
  }

  void fail(Throwable failure) {
    take().completeExceptionally(failure);
  }

  private synchronized CompletableFuture<byte[]> take() {
    return waiting.remove();
  }

  @Override
  public String toString() {
    return "https://login.example.com/keys";
  }
}
