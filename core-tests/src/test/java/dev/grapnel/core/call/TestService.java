package dev.grapnel.core.call;

import com.google.protobuf.StringValue;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** One service with a method of each call kind, all of which do the same. */
public final class TestService {

  public static final String NAME = "test.TestService";

  /** The four call kinds that exist. */
  public static final List<MethodType> KINDS =
      List.of(
          MethodType.UNARY,
          MethodType.CLIENT_STREAMING,
          MethodType.SERVER_STREAMING,
          MethodType.BIDI_STREAMING);

  private TestService() {}

  /** What the service does with each request message; a throw leaves the gRPC callback. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(StringValue request, StreamObserver<StringValue> responses) throws Exception;
  }

  public static MethodDescriptor<StringValue, StringValue> method(MethodType kind) {
    return MethodDescriptor.<StringValue, StringValue>newBuilder()
        .setType(kind)
        .setFullMethodName(NAME + "/" + kind)
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .build();
  }

  /** A service whose every method is one raw handler. */
  public static ServerServiceDefinition raw(ServerCallHandler<StringValue, StringValue> handler) {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(NAME);
    KINDS.forEach(kind -> service.addMethod(method(kind), handler));
    return service.build();
  }

  /** A service written against stream observers, as users write theirs. */
  public static ServerServiceDefinition of(Behaviour behaviour) {
    ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(NAME);
    for (MethodType kind : KINDS) {
      service.addMethod(method(kind), handler(kind, behaviour));
    }
    return service.build();
  }

  private static ServerCallHandler<StringValue, StringValue> handler(
      MethodType kind, Behaviour behaviour) {
    return switch (kind) {
      case UNARY ->
          ServerCalls.asyncUnaryCall((request, responses) -> answer(behaviour, request, responses));
      case SERVER_STREAMING ->
          ServerCalls.asyncServerStreamingCall(
              (request, responses) -> answer(behaviour, request, responses));
      case CLIENT_STREAMING ->
          ServerCalls.asyncClientStreamingCall(responses -> requests(behaviour, responses));
      default -> ServerCalls.asyncBidiStreamingCall(responses -> requests(behaviour, responses));
    };
  }

  private static StreamObserver<StringValue> requests(
      Behaviour behaviour, StreamObserver<StringValue> responses) {
    return new StreamObserver<>() {
      @Override
      public void onNext(StringValue request) {
        answer(behaviour, request, responses);
      }

      @Override
      public void onError(Throwable cancelled) {}

      @Override
      public void onCompleted() {}
    };
  }

  private static void answer(
      Behaviour behaviour, StringValue request, StreamObserver<StringValue> responses) {
    try {
      behaviour.answer(request, responses);
    } catch (Exception thrown) {
      TestService.<RuntimeException>sneak(thrown);
    }
  }

  @SuppressWarnings("unchecked") // Handlers in other JVM languages throw checked exceptions freely.
  private static <E extends Exception> void sneak(Exception thrown) throws E {
    throw (E) thrown;
  }
}
