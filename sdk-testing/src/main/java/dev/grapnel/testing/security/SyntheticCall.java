package dev.grapnel.testing.security;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketAddress;

/** A call without a client: it knows its method and peer, and keeps the response headers. */
final class SyntheticCall<ReqT, RespT> extends ServerCall<ReqT, RespT> {

  static final MethodDescriptor<byte[], byte[]> DEFAULT_METHOD =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("test.Service/Method")
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();

  private final MethodDescriptor<ReqT, RespT> method;
  private final Attributes attributes;
  private final Metadata responseMetadata;

  SyntheticCall(
      MethodDescriptor<ReqT, RespT> method, SocketAddress peer, Metadata responseMetadata) {
    this.method = method;
    this.attributes = Attributes.newBuilder().set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, peer).build();
    this.responseMetadata = responseMetadata;
  }

  @Override
  public MethodDescriptor<ReqT, RespT> getMethodDescriptor() {
    return method;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public void sendHeaders(Metadata headers) {
    responseMetadata.merge(headers);
  }

  @Override
  public void request(int numMessages) {}

  @Override
  public void sendMessage(RespT message) {}

  @Override
  public void close(Status status, Metadata trailers) {}

  @Override
  public boolean isCancelled() {
    return false;
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
