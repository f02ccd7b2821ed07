package dev.grapnel.testing;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;

/** A call of messages over a call of bytes. */
final class WireCall<ReqT, RespT> extends ClientCall<ReqT, RespT> {

  private final ClientCall<byte[], byte[]> bytes;
  private final MethodDescriptor<ReqT, RespT> method;
  private final WireInterceptor.Limits limits;
  private volatile @Nullable Status refused;

  WireCall(
      ClientCall<byte[], byte[]> bytes,
      MethodDescriptor<ReqT, RespT> method,
      WireInterceptor.Limits limits) {
    this.bytes = bytes;
    this.method = method;
    this.limits = limits;
  }

  @Override
  public void start(Listener<RespT> listener, Metadata headers) {
    bytes.start(new WireListener(listener), WireMetadata.copy(headers));
  }

  @Override
  public void sendMessage(ReqT message) {
    byte[] serialized = serialize(method.getRequestMarshaller(), message);
    if (serialized.length > limits.outbound()) {
      refuse("message too large " + serialized.length + " > " + limits.outbound());
    } else if (serialized.length > limits.serverInbound()) {
      refuse(tooLarge(limits.serverInbound(), serialized.length));
    } else if (refused == null) {
      bytes.sendMessage(serialized);
    }
  }

  @Override
  public void request(int numMessages) {
    bytes.request(numMessages);
  }

  @Override
  public void halfClose() {
    if (refused == null) {
      bytes.halfClose();
    }
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    bytes.cancel(message, cause);
  }

  @Override
  public boolean isReady() {
    return refused == null && bytes.isReady();
  }

  @Override
  public void setMessageCompression(boolean enabled) {
    bytes.setMessageCompression(enabled);
  }

  @Override
  public io.grpc.Attributes getAttributes() {
    return bytes.getAttributes();
  }

  private <T> byte[] serialize(Marshaller<T> marshaller, T message) {
    try {
      return WireInterceptor.BytesMarshaller.INSTANCE.parse(marshaller.stream(message));
    } catch (RuntimeException | Error failure) {
      bytes.cancel("Failed to stream message", failure);
      throw failure;
    }
  }

  private void refuse(String description) {
    refused = Status.RESOURCE_EXHAUSTED.withDescription(description);
    bytes.cancel(description, null);
  }

  private static String tooLarge(int limit, int size) {
    return "gRPC message exceeds maximum size " + limit + ": " + size;
  }

  private final class WireListener extends Listener<byte[]> {

    private final Listener<RespT> listener;

    WireListener(Listener<RespT> listener) {
      this.listener = listener;
    }

    @Override
    public void onHeaders(Metadata headers) {
      listener.onHeaders(WireMetadata.copy(headers));
    }

    @Override
    public void onMessage(byte[] message) {
      if (message.length > limits.clientInbound()) {
        refuse(tooLarge(limits.clientInbound(), message.length));
      } else if (refused == null) {
        listener.onMessage(method.getResponseMarshaller().parse(new ByteArrayInputStream(message)));
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      Status end = refused;
      listener.onClose(end == null ? status : end, WireMetadata.copy(trailers));
    }

    @Override
    public void onReady() {
      listener.onReady();
    }
  }
}
