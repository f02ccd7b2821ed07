package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors;
import com.google.protobuf.DynamicMessage;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;

/** Services that were never compiled: known by their descriptors only. */
public final class DynamicServices {

  private record OfService(Descriptors.ServiceDescriptor service)
      implements ProtoServiceDescriptorSupplier {

    @Override
    public Descriptors.FileDescriptor getFileDescriptor() {
      return service.getFile();
    }

    @Override
    public Descriptors.ServiceDescriptor getServiceDescriptor() {
      return service;
    }
  }

  private record OfMethod(Descriptors.MethodDescriptor method)
      implements ProtoMethodDescriptorSupplier {

    @Override
    public Descriptors.FileDescriptor getFileDescriptor() {
      return method.getFile();
    }

    @Override
    public Descriptors.ServiceDescriptor getServiceDescriptor() {
      return method.getService();
    }

    @Override
    public Descriptors.MethodDescriptor getMethodDescriptor() {
      return method;
    }
  }

  private DynamicServices() {}

  /**
   * Makes gRPC's descriptor of a service; server reflection understands it.
   *
   * @param service protobuf's descriptor
   * @return gRPC's, with {@link DynamicMessage}s for all messages
   */
  public static ServiceDescriptor of(Descriptors.ServiceDescriptor service) {
    ServiceDescriptor.Builder made =
        ServiceDescriptor.newBuilder(service.getFullName())
            .setSchemaDescriptor(new OfService(service));
    for (Descriptors.MethodDescriptor method : service.getMethods()) {
      made.addMethod(method(service, method));
    }
    return made.build();
  }

  private static MethodDescriptor<DynamicMessage, DynamicMessage> method(
      Descriptors.ServiceDescriptor service, Descriptors.MethodDescriptor method) {
    return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
        .setType(kind(method))
        .setFullMethodName(
            MethodDescriptor.generateFullMethodName(service.getFullName(), method.getName()))
        .setRequestMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
        .setResponseMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
        .setSchemaDescriptor(new OfMethod(method))
        .build();
  }

  private static MethodDescriptor.MethodType kind(Descriptors.MethodDescriptor method) {
    if (method.isClientStreaming()) {
      return method.isServerStreaming()
          ? MethodDescriptor.MethodType.BIDI_STREAMING
          : MethodDescriptor.MethodType.CLIENT_STREAMING;
    }
    return method.isServerStreaming()
        ? MethodDescriptor.MethodType.SERVER_STREAMING
        : MethodDescriptor.MethodType.UNARY;
  }
}
