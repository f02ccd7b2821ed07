package dev.grapnel.testing.fault;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** What came of a call. */
final class Recorded extends ClientCall.Listener<Message> {

  final ClientCall<Message, Message> call;
  final List<Message> messages = new CopyOnWriteArrayList<>();
  final AtomicInteger closes = new AtomicInteger();
  private final Semaphore arrived = new Semaphore(0);
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  private Recorded(ClientCall<Message, Message> call) {
    this.call = call;
  }

  static Recorded prepare(
      Channel channel, MethodDescriptor<Message, Message> method, CallOptions options) {
    return new Recorded(channel.newCall(method, options));
  }

  static Recorded start(
      Channel channel,
      MethodDescriptor<Message, Message> method,
      CallOptions options,
      List<Message> requests,
      int asked) {
    Recorded recorded = prepare(channel, method, options);
    recorded.call.start(recorded, new Metadata());
    recorded.call.request(asked);
    requests.forEach(recorded.call::sendMessage);
    recorded.call.halfClose();
    return recorded;
  }

  Status status() throws InterruptedException {
    try {
      return end.get(15, SECONDS);
    } catch (ExecutionException | TimeoutException open) {
      throw new AssertionError("call does not end; it has " + messages, open);
    }
  }

  void awaitMessages(int count) throws InterruptedException {
    if (!arrived.tryAcquire(count, 15, SECONDS)) {
      throw new AssertionError("expected " + count + " more messages; there are " + messages);
    }
  }

  boolean isOpen() {
    return !end.isDone();
  }

  @Override
  public void onMessage(Message message) {
    messages.add(message);
    arrived.release();
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    closes.incrementAndGet();
    end.complete(status);
  }
}
