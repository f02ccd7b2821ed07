package dev.grapnel.protogen.modelservice;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Fits what a class can do to the methods of a generated service. */
final class ServiceBinding<T, ID> {

  private static final String RESPONSE = "Response";

  private final ServiceDescriptor service;
  private final ModelSerializer<T> serializer;
  private final Map<String, ServerCallHandler<Message, Message>> handlers = new HashMap<>();

  ServiceBinding(
      ServiceDescriptor service,
      GenericService<T, ID> implementation,
      ModelSerializer<T> serializer,
      ListOptions options) {
    this.service = service;
    this.serializer = serializer;
    Handlers<T, ID> made = new Handlers<>(implementation, serializer, options);
    for (Operation operation : Operation.values()) {
      if (operation.type().isInstance(implementation)) {
        Optional<Rpc> rpc = find(operation);
        if (rpc.isPresent()) {
          handlers.put(rpc.get().name(), handler(made, operation, rpc.get()));
        } else if (operation != Operation.PARTIAL_UPDATE || find(Operation.UPDATE).isEmpty()) {
          throw missing(operation, implementation);
        }
      }
    }
  }

  /** The message's name, which is the model's, in templates with messages of their own for it. */
  private String modelName() {
    String name = serializer.message().getName();
    return name.endsWith(RESPONSE) ? name.substring(0, name.length() - RESPONSE.length()) : name;
  }

  private Optional<Rpc> find(Operation operation) {
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      String name = String.valueOf(method.getBareMethodName());
      if (operation.isNamed(name, modelName()) && method.getType() == operation.kind()) {
        Rpc rpc = Rpc.of(method);
        if (operation != Operation.LIST || holdsModels(rpc.responseType())) {
          return Optional.of(rpc);
        }
      }
    }
    return Optional.empty();
  }

  /** Lists of other things can begin with the same word. */
  private boolean holdsModels(Descriptor response) {
    return response.getFields().stream().anyMatch(serializer::holdsModels)
        && serializer.list().map(response::equals).orElse(true);
  }

  private ServerCallHandler<Message, Message> handler(
      Handlers<T, ID> made, Operation operation, Rpc rpc) {
    try {
      return made.handler(operation, rpc);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          rpc.method().getFullMethodName() + ": " + e.getMessage(), e);
    }
  }

  private IllegalArgumentException missing(Operation operation, Object implementation) {
    return new IllegalArgumentException(
        "%s is a %s, but %s has no method %s for %s%s; it has %s"
            .formatted(
                implementation.getClass().getSimpleName(),
                operation.type().getSimpleName(),
                service.getName(),
                operation.names(modelName()),
                serializer.message().getFullName(),
                operation == Operation.LIST
                    ? serializer.list().map(list -> " in " + list.getFullName()).orElse("")
                    : "",
                service.getMethods().stream().map(MethodDescriptor::getBareMethodName).toList()));
  }

  ServerServiceDefinition bind() {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service);
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      ServerCallHandler<Message, Message> handler = handlers.get(method.getBareMethodName());
      definition.addMethod(
          Rpc.of(method).method(), handler != null ? handler : Rpc.unimplemented(method));
    }
    return definition.build();
  }
}
