package dev.grapnel.core.call;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.MethodDescriptor.ReflectableMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request that cannot be parsed with a {@link Malformed} in its place: what a marshaller
 * throws would escape to grpc-java, which logs its stack and answers UNKNOWN.
 */
class GuardedMarshaller<T> implements Marshaller<T> {

  private static final String LIMIT = ": send less, or raise the server's maxInboundMessageSize";

  private final Marshaller<T> delegate;
  private final Status invalid;

  private GuardedMarshaller(Marshaller<T> delegate, Status invalid) {
    this.delegate = delegate;
    this.invalid = invalid;
  }

  /** Guards all methods of a service. */
  static ServerServiceDefinition guard(ServerServiceDefinition service) {
    List<ServerMethodDefinition<?, ?>> guarded = new ArrayList<>();
    service.getMethods().forEach(method -> guarded.add(guard(method)));
    ServiceDescriptor descriptor = service.getServiceDescriptor();
    ServiceDescriptor.Builder copy =
        ServiceDescriptor.newBuilder(descriptor.getName())
            .setSchemaDescriptor(descriptor.getSchemaDescriptor());
    guarded.forEach(method -> copy.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder result = ServerServiceDefinition.builder(copy.build());
    guarded.forEach(result::addMethod);
    return result.build();
  }

  private static <ReqT, RespT> ServerMethodDefinition<ReqT, RespT> guard(
      ServerMethodDefinition<ReqT, RespT> method) {
    MethodDescriptor<ReqT, RespT> descriptor = method.getMethodDescriptor();
    Marshaller<ReqT> requests = descriptor.getRequestMarshaller();
    if (requests instanceof GuardedMarshaller) {
      return method;
    }
    Status invalid =
        Status.INVALID_ARGUMENT.withDescription(
            "the request is not a valid " + typeOf(requests, descriptor));
    return ServerMethodDefinition.create(
        descriptor.toBuilder(guard(requests, invalid), descriptor.getResponseMarshaller()).build(),
        method.getServerCallHandler());
  }

  /** Interceptors ask a marshaller what it makes, and the guarded one has to know it as well. */
  private static <T> Marshaller<T> guard(Marshaller<T> marshaller, Status invalid) {
    if (marshaller instanceof PrototypeMarshaller<T> prototypes) {
      return new OfPrototype<>(prototypes, invalid);
    }
    if (marshaller instanceof ReflectableMarshaller<T> reflectable) {
      return new OfClass<>(reflectable, invalid);
    }
    return new GuardedMarshaller<>(marshaller, invalid);
  }

  private static String typeOf(Marshaller<?> marshaller, MethodDescriptor<?, ?> method) {
    return marshaller instanceof PrototypeMarshaller<?> prototypes
            && prototypes.getMessagePrototype() instanceof Message prototype
        ? prototype.getDescriptorForType().getFullName()
        : "request of " + method.getFullMethodName();
  }

  @Override
  public final InputStream stream(T value) {
    return delegate.stream(value);
  }

  @Override
  public final T parse(InputStream stream) {
    try {
      return delegate.parse(stream);
    } catch (RuntimeException | StackOverflowError thrown) {
      return malformed(thrown);
    }
  }

  /** Nobody looks at it as a T: the outermost listener keeps it from all others. */
  @SuppressWarnings("unchecked")
  private T malformed(Throwable thrown) {
    return (T) new Malformed(status(thrown));
  }

  /** A bomb is told by grpc-java's stream, which stops it; a marshaller may choose a status too. */
  private Status status(Throwable thrown) {
    if (!(thrown instanceof StatusRuntimeException chosen)) {
      return invalid;
    }
    Status status = chosen.getStatus().withCause(null);
    return switch (status.getCode()) {
      case OK, INTERNAL, UNKNOWN -> invalid;
      case RESOURCE_EXHAUSTED -> status.withDescription(status.getDescription() + LIMIT);
      default -> status;
    };
  }

  private static class OfClass<T> extends GuardedMarshaller<T> implements ReflectableMarshaller<T> {

    private final ReflectableMarshaller<T> known;

    OfClass(ReflectableMarshaller<T> known, Status invalid) {
      super(known, invalid);
      this.known = known;
    }

    @Override
    public Class<T> getMessageClass() {
      return known.getMessageClass();
    }
  }

  private static final class OfPrototype<T> extends OfClass<T> implements PrototypeMarshaller<T> {

    private final PrototypeMarshaller<T> known;

    OfPrototype(PrototypeMarshaller<T> known, Status invalid) {
      super(known, invalid);
      this.known = known;
    }

    @Override
    public @Nullable T getMessagePrototype() {
      return known.getMessagePrototype();
    }
  }
}
