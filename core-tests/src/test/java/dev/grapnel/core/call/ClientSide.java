package dev.grapnel.core.call;

import com.google.protobuf.StringValue;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The client's side of one call: what it sends, and all that it is told. */
public final class ClientSide {

  private final ClientCall<StringValue, StringValue> call;
  private final CompletableFuture<Metadata> headers = new CompletableFuture<>();
  private final CompletableFuture<Metadata> trailers = new CompletableFuture<>();
  private final CompletableFuture<Status> status = new CompletableFuture<>();
  private final CompletableFuture<String> firstMessage = new CompletableFuture<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final AtomicInteger statuses = new AtomicInteger();

  private ClientSide(ClientCall<StringValue, StringValue> call) {
    this.call = call;
  }

  static ClientSide start(ClientCall<StringValue, StringValue> call, Metadata headers) {
    ClientSide client = new ClientSide(call);
    call.start(client.new Listener(), headers);
    call.request(Integer.MAX_VALUE);
    return client;
  }

  public ClientSide send(String text) {
    call.sendMessage(StringValue.of(text));
    return this;
  }

  public ClientSide halfClose() {
    call.halfClose();
    return this;
  }

  public void cancel() {
    call.cancel("the test cancels", null);
  }

  public Status awaitStatus() {
    return await(status);
  }

  String awaitMessage() {
    return await(firstMessage);
  }

  public Metadata awaitHeaders() {
    return await(headers);
  }

  public Metadata awaitTrailers() {
    return await(trailers);
  }

  List<String> messages() {
    return messages;
  }

  /** How many statuses came; gRPC promises one. */
  int statuses() {
    return statuses.get();
  }

  /** The failure as a stub would throw it. */
  public StatusRuntimeException failure() {
    return awaitStatus().asRuntimeException(awaitTrailers());
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private final class Listener extends ClientCall.Listener<StringValue> {

    @Override
    public void onHeaders(Metadata received) {
      headers.complete(received);
    }

    @Override
    public void onMessage(StringValue message) {
      messages.add(message.getValue());
      firstMessage.complete(message.getValue());
    }

    @Override
    public void onClose(Status received, Metadata receivedTrailers) {
      statuses.incrementAndGet();
      trailers.complete(receivedTrailers);
      status.complete(received);
      headers.completeExceptionally(new AssertionError("no headers came, but " + received));
      firstMessage.completeExceptionally(new AssertionError("no message came, but " + received));
    }
  }
}
