package dev.grapnel.interceptors;

import dev.grapnel.core.call.RequestId;
import dev.grapnel.interceptors.test.v1.NoteServiceGrpc;
import dev.grapnel.interceptors.test.v1.ReadRequest;
import dev.grapnel.interceptors.test.v1.WriteRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One call as its caller sees it. */
final class ClientSide<ReqT, RespT> {

  static final String SECRET = "hunter2-password";

  private final CompletableFuture<Metadata> headers = new CompletableFuture<>();
  private final CompletableFuture<StatusRuntimeException> end = new CompletableFuture<>();
  private final ClientCall<ReqT, RespT> call;
  private final ReqT request;

  private ClientSide(ClientCall<ReqT, RespT> call, ReqT request) {
    this.call = call;
    this.request = request;
  }

  /** A call of one kind that has sent nothing yet. */
  static ClientSide<?, ?> start(
      Channel channel, MethodDescriptor.MethodType kind, CallOptions options, String text) {
    WriteRequest write = WriteRequest.newBuilder().setText(text).setPassword(SECRET).build();
    ReadRequest read = ReadRequest.newBuilder().setText(text).setCount(1).build();
    return switch (kind) {
      case UNARY -> start(channel, NoteServiceGrpc.getWriteMethod(), options, write);
      case CLIENT_STREAMING -> start(channel, NoteServiceGrpc.getWriteAllMethod(), options, write);
      case SERVER_STREAMING -> start(channel, NoteServiceGrpc.getReadMethod(), options, read);
      default -> start(channel, NoteServiceGrpc.getChatMethod(), options, write);
    };
  }

  static <ReqT, RespT> ClientSide<ReqT, RespT> start(
      Channel channel, MethodDescriptor<ReqT, RespT> method, CallOptions options, ReqT request) {
    ClientSide<ReqT, RespT> side = new ClientSide<>(channel.newCall(method, options), request);
    side.call.start(side.new Ears(), new Metadata());
    side.call.request(10);
    return side;
  }

  /** A unary call of the method that no test looks at. */
  static ClientSide<?, ?> probe(Channel channel) {
    ClientSide<?, ?> side =
        start(
            channel,
            NoteServiceGrpc.getDeleteMethod(),
            CallOptions.DEFAULT,
            ReadRequest.getDefaultInstance());
    side.send();
    side.halfClose();
    return side;
  }

  void send() {
    call.sendMessage(request);
  }

  void halfClose() {
    call.halfClose();
  }

  void cancel() {
    call.cancel("the test cancels", null);
  }

  StatusRuntimeException end() {
    try {
      return end.get(10, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError("the call did not end", failure);
    }
  }

  boolean hasEnded() {
    return end.isDone();
  }

  Status.Code code() {
    return end().getStatus().getCode();
  }

  /** From the headers, or the trailers of a call that had none. */
  String requestId() {
    Metadata trailers = end().getTrailers();
    Metadata received = headers.getNow(trailers == null ? new Metadata() : trailers);
    return received.get(RequestId.HEADER);
  }

  private final class Ears extends ClientCall.Listener<RespT> {
    @Override
    public void onHeaders(Metadata received) {
      headers.complete(received);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status.asRuntimeException(trailers));
    }
  }
}
