package dev.grapnel.testing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Makes an in-process call behave as one over the wire.
 *
 * <p>grpc-java's in-process transport hands message and metadata objects over as they are. Here
 * only bytes pass: messages go through both marshallers, metadata is copied, and sizes are limited
 * with the statuses that grpc-java sends for real.
 */
record WireInterceptor(int maxInboundMessageSize) implements ClientInterceptor {

  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    MethodDescriptor<byte[], byte[]> bytes =
        method.toBuilder(BytesMarshaller.INSTANCE, BytesMarshaller.INSTANCE).build();
    return new WireCall<>(
        next.newCall(bytes, options), method, Limits.of(options, maxInboundMessageSize));
  }

  static <T> byte[] bytes(MethodDescriptor.Marshaller<T> marshaller, T message) {
    return BytesMarshaller.INSTANCE.parse(marshaller.stream(message));
  }

  /** The largest messages, in bytes. */
  record Limits(int outbound, int serverInbound, int clientInbound) {

    static Limits of(CallOptions options, int maxInboundMessageSize) {
      Integer outbound = options.getMaxOutboundMessageSize();
      Integer inbound = options.getMaxInboundMessageSize();
      return new Limits(
          outbound == null ? Integer.MAX_VALUE : outbound,
          maxInboundMessageSize,
          inbound == null ? maxInboundMessageSize : inbound);
    }
  }

  /** Bytes as they are. */
  private enum BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    INSTANCE;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try (stream) {
        return stream.readAllBytes();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
