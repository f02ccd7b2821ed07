package dev.grapnel.client.config;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A service as generated code describes it: its idempotency levels are in the schema only. */
final class Things {

  static final MethodDescriptor<String, String> GET = declared("Get");
  static final MethodDescriptor<String, String> REPLACE = declared("Replace");
  static final MethodDescriptor<String, String> ADD = declared("Add");

  private Things() {}

  /** A method without a schema. */
  static MethodDescriptor.Builder<String, String> method(String fullName) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(fullName)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text());
  }

  private static MethodDescriptor<String, String> declared(String name) {
    return method("test.Things/" + name).setSchemaDescriptor(new Schema(name)).build();
  }

  private record Schema(String name) implements ProtoMethodDescriptorSupplier {

    @Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(name);
    }

    @Override
    public ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("Things");
    }

    @Override
    public FileDescriptor getFileDescriptor() {
      FileDescriptorProto file =
          FileDescriptorProto.newBuilder()
              .setName("things.proto")
              .setPackage("test")
              .addMessageType(DescriptorProto.newBuilder().setName("Thing"))
              .addService(
                  ServiceDescriptorProto.newBuilder()
                      .setName("Things")
                      .addMethod(proto("Get", IdempotencyLevel.NO_SIDE_EFFECTS))
                      .addMethod(proto("Replace", IdempotencyLevel.IDEMPOTENT))
                      .addMethod(proto("Add", IdempotencyLevel.IDEMPOTENCY_UNKNOWN)))
              .build();
      try {
        return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
      } catch (DescriptorValidationException e) {
        throw new IllegalStateException(e);
      }
    }

    private static MethodDescriptorProto proto(String name, IdempotencyLevel level) {
      return MethodDescriptorProto.newBuilder()
          .setName(name)
          .setInputType(".test.Thing")
          .setOutputType(".test.Thing")
          .setOptions(MethodOptions.newBuilder().setIdempotencyLevel(level))
          .build();
    }
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {

    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
