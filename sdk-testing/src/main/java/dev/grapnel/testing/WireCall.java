package dev.grapnel.testing;

import io.grpc.Attributes;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;

/** A call of messages over a call of bytes. */
final class WireCall<ReqT, RespT> extends ClientCall<ReqT, RespT> {

  private final ClientCall<byte[], byte[]> bytes;
  private final MethodDescriptor<ReqT, RespT> method;
  private final WireInterceptor.Limits limits;
  private volatile boolean stopped;
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
    byte[] serialized = stopped ? null : serialize(message);
    if (serialized == null) {
      return;
    }
    if (serialized.length > limits.serverInbound()) {
      refuse(limits.serverInbound(), serialized.length);
    } else {
      unlessStopped(() -> bytes.sendMessage(serialized));
    }
  }

  /** A message that cannot be sent ends the call; as on the wire, only an error is thrown on. */
  private byte @Nullable [] serialize(ReqT message) {
    try {
      byte[] serialized = WireInterceptor.bytes(method.getRequestMarshaller(), message);
      if (serialized.length > limits.outbound()) {
        throw Status.RESOURCE_EXHAUSTED
            .withDescription("message too large " + serialized.length + " > " + limits.outbound())
            .asRuntimeException();
      }
      return serialized;
    } catch (RuntimeException failure) {
      stop("Failed to stream message", failure);
      return null;
    } catch (Error failure) {
      stop("Client sendMessage() failed with Error", failure);
      throw failure;
    }
  }

  @Override
  public void request(int numMessages) {
    bytes.request(numMessages);
  }

  @Override
  public void halfClose() {
    unlessStopped(bytes::halfClose);
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    bytes.cancel(message, cause);
  }

  @Override
  public boolean isReady() {
    return !stopped && bytes.isReady();
  }

  @Override
  public void setMessageCompression(boolean enabled) {
    bytes.setMessageCompression(enabled);
  }

  @Override
  public Attributes getAttributes() {
    return bytes.getAttributes();
  }

  /** A call that stopped meanwhile was cancelled by nobody but us: its client needs not know. */
  private void unlessStopped(Runnable send) {
    try {
      if (!stopped) {
        send.run();
      }
    } catch (IllegalStateException cancelled) {
      if (!stopped) {
        throw cancelled;
      }
    }
  }

  private void refuse(int limit, int size) {
    String description = "gRPC message exceeds maximum size " + limit + ": " + size;
    refused = Status.RESOURCE_EXHAUSTED.withDescription(description);
    stop(description, null);
  }

  private void stop(String description, @Nullable Throwable cause) {
    stopped = true;
    bytes.cancel(description, cause);
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
        refuse(limits.clientInbound(), message.length);
      } else if (!stopped) {
        listener.onMessage(method.getResponseMarshaller().parse(new ByteArrayInputStream(message)));
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      Status end = refused;
      listener.onClose(
          end == null ? WireMetadata.onWire(status) : end, WireMetadata.copy(trailers));
    }

    @Override
    public void onReady() {
      listener.onReady();
    }
  }
}
