package dev.grapnel.interceptors.validation;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which types of request a server's methods take. */
final class RequestTypes {

  private RequestTypes() {}

  /** Returns those that can be known; a method without protobuf has none. */
  static Set<Descriptor> of(List<ServerServiceDefinition> services) {
    Set<Descriptor> types = new LinkedHashSet<>();
    for (ServerServiceDefinition service : services) {
      for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
        addTo(types, method.getMethodDescriptor());
      }
    }
    return types;
  }

  private static void addTo(Set<Descriptor> types, MethodDescriptor<?, ?> method) {
    if (method.getRequestMarshaller() instanceof MethodDescriptor.PrototypeMarshaller<?> marshaller
        && marshaller.getMessagePrototype() instanceof Message prototype) {
      types.add(prototype.getDescriptorForType());
    } else if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema) {
      types.add(schema.getMethodDescriptor().getInputType());
    }
  }
}
