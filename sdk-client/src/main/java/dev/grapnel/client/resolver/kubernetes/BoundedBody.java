package dev.grapnel.client.resolver.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the body of an answer, as a whole or line by line, and gives up where a part is too
 * large. No thread waits for it.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private final int largest;
  private final @Nullable Consumer<byte[]> lines;
  private Flow.@Nullable Subscription subscription;

  private BoundedBody(int largest, @Nullable Consumer<byte[]> lines) {
    this.largest = largest;
    this.lines = lines;
  }

  static BoundedBody whole(int largest) {
    return new BoundedBody(largest, null);
  }

  /**
   * Hands out each line without its end; one that the connection cuts off is dropped. The body is
   * empty then.
   *
   * @param lines what it throws ends the answer
   */
  static BoundedBody lines(int largest, Consumer<byte[]> lines) {
    return new BoundedBody(largest, lines);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (body.isDone()) {
      return;
    }
    try {
      for (ByteBuffer buffer : buffers) {
        add(buffer);
      }
    } catch (IOException | RuntimeException e) {
      if (subscription != null) {
        subscription.cancel();
      }
      body.completeExceptionally(e);
    }
  }

  private void add(ByteBuffer buffer) throws IOException {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    int begin = 0;
    if (lines != null) {
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          append(bytes, begin, i);
          begin = i + 1;
          lines.accept(part.toByteArray());
          part.reset();
        }
      }
    }
    append(bytes, begin, bytes.length);
  }

  private void append(byte[] bytes, int begin, int end) throws IOException {
    if (part.size() + (end - begin) > largest) {
      throw new ApiServerException(
          ApiServerException.Kind.REFUSED,
          "the Kubernetes API server sends more than " + largest + " bytes at once",
          null);
    }
    part.write(bytes, begin, end - begin);
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(lines == null ? part.toByteArray() : new byte[0]);
  }
}
